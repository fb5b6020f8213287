// The classic view beside the newspaper, and undoing what was marked in one go.

import assert from "node:assert/strict";

import { press, walkInDemo } from "../browser.mjs";
import { accessFaults } from "../faults.mjs";

const rows = (page) => page.locator("[data-row]");
const reset = async (page, choices = ["unread", "newest", "excerpts"]) => {
  await page.goto("/classic");
  for (const value of choices) {
    await Promise.all([page.waitForEvent("load"), page.click(`button[name=set][value=${value}]`)]);
  }
};

/** o opens an article under its title, j goes on, Esc closes; what was opened is read. */
async function inPlace(page) {
  await reset(page);
  const address = page.url();
  await page.keyboard.press("j");
  const first = await page.locator(":focus").getAttribute("href");
  await page.keyboard.press("o");
  await page.locator("[data-opened-text]").waitFor();
  assert.equal(page.url(), address, "the list was left");
  assert.ok((await page.innerText("[data-opened-text] .prose")).split(/\s+/).length > 30, "no text");
  const row = rows(page).filter({ has: page.locator(`a[href="${first}"]`) });
  assert.match(await row.getAttribute("class"), /is-read/);
  assert.deepEqual(await accessFaults(page), []);

  await page.keyboard.press("j");
  await page.waitForFunction((href) => {
    const open = document.querySelector("[data-opened-text]")?.closest("[data-row]");
    return open && open.querySelector("[data-item]").getAttribute("href") !== href;
  }, first);
  await page.keyboard.press("Escape");
  await page.locator("[data-opened-text]").waitFor({ state: "detached" });

  await page.keyboard.press("m");
  await page.locator("[data-row]:has(:focus) button[data-read][aria-pressed=false]").waitFor();
  await page.keyboard.press("s");
  await page.locator("[data-row]:has(:focus) button[data-star][aria-pressed=true]").waitFor();
  await page.keyboard.press("s");
  await page.keyboard.type("gf");
  await page.waitForURL((url) => url.pathname === "/");
  await page.keyboard.type("gc");
  await page.waitForURL("**/classic");
}

/** Sorting, both densities, what is read: kept, and all without scripts. */
async function looks(page) {
  await reset(page, ["all", "newest", "excerpts"]);
  const titles = () => page.locator("[data-row] h2").allInnerTexts();
  const newest = await titles();
  assert.ok(newest.length > 10 && (await page.locator(".entry > .excerpt").count()) > 5);
  await reset(page, ["titles", "oldest"]);
  assert.equal(await page.locator(".entry > .excerpt").count(), 0, "titles only");
  assert.notDeepEqual(await titles(), newest, "not the oldest first");
  await page.goto("/classic");
  assert.equal(await page.locator("button[value=oldest]").getAttribute("aria-pressed"), "true");

  await page.locator(".tree a[href^='/classic/folder/']").first().click();
  await page.waitForURL("**/classic/folder/**");
  await page.locator(".tree a[href^='/classic/feed/']").first().click();
  await page.waitForURL("**/classic/feed/**");
  assert.ok((await rows(page).count()) > 0, "an empty feed");

  const link = page.locator("[data-item]").first();
  const title = (await link.innerText()).trim();
  await link.click();
  await page.waitForURL("**/article/**");
  assert.equal((await page.innerText("main h1")).trim(), title);
  const next = await page.locator(".turn__after").getAttribute("href");
  await page.locator(".turn__after").click();
  await page.waitForURL(`**${next}`);
  await page.locator(".turn__before").click();
  assert.equal((await page.innerText("main h1")).trim(), title);
  await page.locator(".turn__list").click();
  await page.waitForURL("**/classic/feed/**");
  await reset(page);
}

/** Marking all is taken back exactly, from the notice. */
async function undo(page) {
  await reset(page);
  const one = rows(page).first().locator("button[data-read]");
  // The mark is on its way while the page stands: the next one is to know it.
  await Promise.all([page.waitForResponse((answer) => /\/article\/\d+\/read$/.test(answer.url())), one.click()]);
  if ((await page.locator("[data-classic]").count()) === 0) await page.goto("/classic");
  await page.goto("/classic");
  const before = await page.locator("[data-row] h2").allInnerTexts();
  assert.ok(before.length > 3);
  await press(page, "form[data-mark-all]");
  assert.equal(await rows(page).count(), 0, "something is left unread");
  assert.match(await page.innerText(".notice[role=status]:visible"), /marked as read/);
  await Promise.all([page.waitForEvent("load"), page.click("button[form=undo]")]);
  assert.match(await page.innerText(".notice[role=status]:visible"), /unread again/);
  await page.goto("/classic");
  assert.deepEqual(await page.locator("[data-row] h2").allInnerTexts(), before);
}

const swipe = async (page, element, across) => {
  const { x, y, width, height } = await element.boundingBox();
  const session = await page.context().newCDPSession(page);
  const from = x + width / 2;
  const at = (by) => [{ x: from + by, y: y + height / 2 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(across * part) });
  }
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
};

/** Fingers read, star and turn over; buttons and links do the same. */
async function fingers(page) {
  await reset(page);
  const row = rows(page).nth(1);
  await swipe(page, row, -120);
  await row.locator("button[data-read][aria-pressed=true]").waitFor();
  await swipe(page, row, 120);
  await row.locator("button[data-star][aria-pressed=true]").waitFor();
  await swipe(page, row, 30);
  await swipe(page, row, 120);
  await row.locator("button[data-star][aria-pressed=false]").waitFor();
  await page.waitForLoadState("networkidle");

  await page.goto("/all");
  const path = await page.locator("[data-item]").nth(1).getAttribute("href");
  await page.goto(path);
  const next = await page.locator("a[data-after-this]").getAttribute("href");
  await swipe(page, page.locator("main h1"), -130);
  await page.waitForURL(`**${next}`);
  await swipe(page, page.locator("main h1"), 130);
  await page.waitForURL(`**${path}`);
}

const plain = { script: false };
export const steps = {
  "articles open where they stand": (where) => walkInDemo(where, {}, inPlace),
  "its looks, without scripts": (where) => walkInDemo(where, plain, looks),
  "marking all is undone": (where) => walkInDemo(where, {}, undo),
  "marking all is undone without scripts": (where) => walkInDemo(where, plain, undo),
  "fingers on a phone": (where) => walkInDemo(where, { width: 390, height: 844, touch: true }, fingers),
};
