// The page that shows the API to people.

import assert from "node:assert/strict";

import { screenshot, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

async function theApi(page) {
  const answer = await page.goto("/api/v1/");
  assert.equal(answer.status(), 200);
  assert.deepEqual([...(await accessFaults(page)), ...(await htmlFaults(page))], []);
  const described = await (await page.request.get("/api/v1/openapi.json")).json();
  for (const methods of Object.values(described.paths)) {
    for (const { operationId } of Object.values(methods)) {
      assert.equal(await page.locator(`[id="${operationId}"]`).count(), 1, operationId);
    }
  }
  await screenshot(page, "api");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, "it has to be pushed sideways on a phone");
  // Whoever is signed in may read what the page describes.
  const me = await page.request.get("/api/v1/me");
  assert.equal((await me.json()).may_write, false);
}

export const steps = {
  "the page of the API": (place) => walkInDemo(place, {}, theApi),
  "the page of the API, on a phone in the dark": (place) =>
    walkInDemo(place, { width: 360, height: 740, scheme: "dark" }, theApi),
};
