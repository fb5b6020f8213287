// Rules for sites: tried on kept pages, set, shown on the article, removed. And what was changed.

import assert from "node:assert/strict";

import { press, until, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

/** An article whose page was read, with the address of the page of rules for its site. */
async function readArticle(page) {
  await page.goto("/unread");
  const links = page.locator('main :is(h1, h2, h3) a[href^="/article/"]');
  const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href")));
  for (const path of paths) {
    await page.goto(path);
    const rules = page.locator('main a[href^="/sites/"]');
    const source = await page.locator(".article__foot").innerText();
    if ((await rules.count()) > 0 && source.includes("Text: the outlet’s page")) {
      return [path, await rules.getAttribute("href")];
    }
  }
  throw new Error("no article whose page was read");
}

async function sound(page) {
  assert.deepEqual([...(await accessFaults(page)), ...(await htmlFaults(page))], [], page.url());
}

async function rules(page) {
  const [article, path] = await readArticle(page);
  await page.goto(path);
  await sound(page);
  assert.match(await page.innerText("main"), /No rules are in force/);

  await page.fill("[name=drop]", "p:nth-child(3)");
  await Promise.all([page.waitForEvent("load"), page.click("button[value=try]")]);
  await sound(page);
  assert.match(await page.innerText(".preview"), /words? gone/);
  await page.fill("[name=keep]", "p[");
  await Promise.all([page.waitForEvent("load"), page.click("button[value=try]")]);
  assert.match(await page.innerText('[role="alert"]'), /cannot be read/);
  assert.equal(await page.inputValue("[name=keep]"), "p[");

  await page.fill("[name=keep]", "");
  await page.fill("[name=drop]", ".nothing-here");
  await page.fill("[name=title]", "h1");
  await Promise.all([page.waitForEvent("load"), page.click("button[value=save]")]);
  assert.match(await page.innerText(".notice:visible"), /are set/);
  const site = decodeURIComponent(path.replace("/sites/", ""));
  // The pages that are kept are read anew after the answer.
  await until(page, article, async () =>
    (await page.innerText(".article__foot")).includes(`by the rules for ${site}`));

  await page.goto("/sites");
  await sound(page);
  assert.ok((await page.innerText("main")).includes(site));
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[download]")]);
  assert.equal(download.suggestedFilename(), "site-rules.toml");
  const file = await download.path();
  await page.goto(path);
  await Promise.all([page.waitForEvent("load"), page.click("button[value=remove]")]);
  assert.match(await page.innerText("main"), /No rules are in force/);

  await page.goto("/sites");
  await page.setInputFiles("[name=file]", file);
  await press(page, 'form[action="/sites/import"]');
  assert.match(await page.innerText(".notice:visible"), /taken over/);
  await page.goto(path);
  assert.equal(await page.inputValue("[name=title]"), "h1");
  await Promise.all([page.waitForEvent("load"), page.click("button[value=remove]")]);
}

async function changes(page) {
  await page.goto("/all");
  const link = await page.locator('main a[href^="/article/"]').first().getAttribute("href");
  const article = new URL(link, page.url()).pathname;
  await page.goto(`${article}/changes`);
  await sound(page);
  assert.match(await page.innerText("main h1"), /What was changed/);
}

export const steps = {
  "rules for a site": (place) => walkInDemo(place, {}, rules),
  "rules for a site, on a phone": (place) =>
    walkInDemo(place, { width: 390, height: 844 }, rules),
  "what was changed": (place) => walkInDemo(place, {}, changes),
};
