// From story to story without going back, by plain links: with scripts, and without.

import assert from "node:assert/strict";

import { walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

const pathOf = (page) => new URL(page.url()).pathname;

/** Opens the first story of a list, goes on, comes back, and returns to the list. */
async function onward(page, list, script) {
  await page.goto(list);
  const links = page.locator("main a[data-item]");
  const paths = await links.evaluateAll((all) => all.map((link) => link.pathname));
  const at = paths.findIndex((path) => path.startsWith("/story/"));
  assert.ok(at >= 0, `${list} has no story`);
  await links.nth(at).click();
  await page.waitForURL(`**${paths[at]}?*`);
  assert.deepEqual([...(await htmlFaults(page)), ...(script ? await accessFaults(page) : [])], []);
  const next = await page.locator("a[rel=next]").getAttribute("href");
  await Promise.all([page.waitForEvent("load"), page.locator("a[rel=next]").click()]);
  assert.equal(pathOf(page), next.split("?")[0]);
  assert.notEqual(pathOf(page), paths[at]);
  await Promise.all([page.waitForEvent("load"), page.locator("a[rel=prev]").click()]);
  assert.equal(pathOf(page), paths[at]);
  await Promise.all([page.waitForEvent("load"), page.locator("a[data-list]").click()]);
  assert.equal(pathOf(page), list);
}

async function everywhere(page, script) {
  const section = await page.locator('nav.sections a[href^="/section/"]').first().getAttribute("href");
  for (const list of ["/", "/stories", section]) await onward(page, list, script);
}

export const steps = {
  "from story to story": (place) => walkInDemo(place, {}, (page) => everywhere(page, true)),
  "from story to story, without scripts, on a phone": (place) =>
    walkInDemo(place, { script: false, width: 390 }, (page) => everywhere(page, false)),
};
