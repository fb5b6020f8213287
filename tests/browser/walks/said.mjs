// Who said what: in an article, in its story, of a person; a wrong one is reported and taken back.

import assert from "node:assert/strict";

import { press, screenshot, until, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

const HEADLINE = "Veldt says drones from Port Sarel";
const LIST = "#who-said";

/** The article with the accusation, once its statements were found. */
async function article(page) {
  let path;
  await until(page, "/search?q=said:Dahl+drones", async () => {
    const link = page.locator("main a[href^='/article/']", { hasText: HEADLINE }).first();
    path = (await link.count()) > 0 ? await link.getAttribute("href") : null;
    return path !== null;
  });
  return path;
}

async function sound(page, name, script = true) {
  // axe-core is a script itself.
  const barred = script ? await accessFaults(page) : [];
  assert.deepEqual([...(await htmlFaults(page)), ...barred], [], name);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name} is ${over} pixels too wide`);
  await screenshot(page, name);
}

/** Words of quotations that the article does not have in quotation marks. */
async function madeUp(page) {
  return page.evaluate(() => {
    const plain = (text) => text.replace(/\s+/g, " ").trim();
    const text = plain(document.querySelector(".prose").textContent);
    return [...document.querySelectorAll("#who-said q")]
      .map((quote) => plain(quote.textContent))
      .filter((quote) => !new RegExp(`[“"„«]\\s*${quote.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(text));
  });
}

async function inArticle(page, name, script = true) {
  const path = await article(page);
  await page.goto(path);
  assert.equal(await page.locator(".prose mark").count(), 0);
  await Promise.all([page.waitForURL("**said=1**"), page.locator("a[href*='said=1']").first().click()]);
  assert.ok((await page.locator(`${LIST} .said__line`).count()) > 3);
  assert.ok((await page.locator(".prose mark.said").count()) > 2, "nothing is marked in the text");
  assert.deepEqual(await madeUp(page), []);
  await sound(page, name, script);
}

async function inStory(page) {
  await page.goto(await article(page));
  const story = await page.locator(".in-story a, a[href^='/story/']").first().getAttribute("href");
  await page.goto(story);
  assert.ok((await page.locator(`${LIST} .said__line`).count()) > 1);
  await sound(page, "said-story");
}

async function aPerson(page) {
  await page.goto(`${await article(page)}?said=1`);
  const path = await page.locator(`${LIST} a[href^='/person/']`).first().getAttribute("href");
  await page.goto(path);
  assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex, nofollow, noarchive");
  assert.ok((await page.locator(".said__line").count()) > 0);
  await sound(page, "said-person");
  const one = await page.locator("a[href^='/statements/']").first().getAttribute("href");
  await page.goto(one);
  await sound(page, "said-statement");
}

async function reported(page) {
  const path = `${await article(page)}?said=1`;
  await page.goto(path);
  const lines = () => page.locator(`${LIST} .said__line`).count();
  const before = await lines();
  await press(page, `${LIST} form[action$='/report']`);
  await sound(page, "said-reported");
  await page.goto(path);
  assert.ok((await lines()) < before, "it is still there");
  await page.goBack();
  await press(page, "form[action='/statements/withdraw']");
  assert.equal(await lines(), before);
}

export const steps = {
  "an article marks who said what": (place) =>
    walkInDemo(place, { width: 1280 }, (page) => inArticle(page, "said-article")),
  "without scripts, on a phone, in the dark": (place) =>
    walkInDemo(place, { script: false, width: 390, scheme: "dark" }, (page) => inArticle(page, "said-article-390", false)),
  "a story has each statement once": (place) => walkInDemo(place, { width: 1280 }, inStory),
  "a person's page and a statement's": (place) => walkInDemo(place, { width: 390 }, aPerson),
  "a wrong one is reported and taken back": (place) => walkInDemo(place, {}, reported),
};
