// The first start: an empty folder, a password, and an invitation.

import assert from "node:assert/strict";

import { leave, press, signIn, visitor } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";
import { startEmpty } from "../program.mjs";

const OWNER = { name: "Ida Quell", password: "a lamp on Skarn Hill" };

async function firstStart({ browser, binary }, options) {
  const dateline = await startEmpty(binary);
  try {
    const page = await visitor(browser, dateline.address, options);
    await page.goto("/");
    assert.equal(new URL(page.url()).pathname, "/setup");
    assert.deepEqual(await faults(page, options), []);

    await choose(page, { ...OWNER, again: "another one entirely" });
    assert.match(await page.innerText("main"), /not the same/);
    await choose(page, { ...OWNER, password: "short", again: "short" });
    assert.equal(new URL(page.url()).pathname, "/setup");

    await choose(page, { ...OWNER, again: OWNER.password });
    assert.equal(new URL(page.url()).pathname, "/");
    const invitation = page.locator('main form[action="/feeds/add"], main a[href="/feeds"]');
    assert.ok((await invitation.count()) > 0, await page.innerText("main"));

    assert.deepEqual(await faults(page, options), []);

    await page.goto("/setup");
    assert.notEqual(new URL(page.url()).pathname, "/setup");
    leave(page);
    await page.context().close();

    const again = await visitor(browser, dateline.address, options);
    await again.goto("/");
    assert.equal(new URL(again.url()).pathname, "/login");
    await signIn(again, OWNER);
    leave(again);
    await again.context().close();
  } finally {
    await dateline.stop();
  }
}

async function faults(page, { script = true }) {
  // axe-core waits for timers, which a page without scripts does not have.
  return [...(await htmlFaults(page)), ...(script ? await accessFaults(page) : [])];
}

async function choose(page, { name, password, again }) {
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", password);
  await page.fill("[name=again]", again);
  // Browsers may check the length before the server does.
  await page.locator('form[action="/setup"]').evaluate((form) => (form.noValidate = true));
  await press(page, 'form[action="/setup"]');
}

export const steps = {
  "a password is chosen": (place) => firstStart(place, {}),
  "a password is chosen without scripts": (place) => firstStart(place, { script: false }),
};
