// The list of subscriptions goes out as a file and comes in again.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";

import { press, walkInDemo } from "../browser.mjs";
import { download, exported, feedsOf } from "../opml.mjs";

async function importFile(page, path) {
  await page.goto("/feeds");
  await page.click("summary:has-text('Import')");
  await page.setInputFiles('form[action="/feeds/import"] [name=file]', path);
  await press(page, 'form[action="/feeds/import"]');
}

async function outAndIn(page) {
  const { path, name, text } = await download(page);
  assert.equal(name, "dateline.opml");
  const feeds = feedsOf(text);
  assert.ok(feeds.size >= 10, `${feeds.size} feeds in the file`);

  const [title] = feeds.keys();
  await page.goto("/feeds");
  const href = await page.locator('main a[href^="/feeds/"]', { hasText: title }).first().getAttribute("href");
  await page.goto(`${href.match(/^\/feeds\/\d+/)[0]}/remove`);
  await press(page, 'form[action$="/remove"]');
  assert.equal((await exported(page)).has(title), false);

  await importFile(page, path);
  const report = await page.innerText("main");
  assert.match(report, /1 feed added/);
  assert.deepEqual(await exported(page), feeds);
}

async function nonsense(page) {
  const { path } = await download(page);
  await writeFile(path, "<html><body>This is no list.</body></html>");
  const before = await exported(page);
  await importFile(page, path);
  assert.match(await page.innerText("body"), /OPML/);
  assert.deepEqual(await exported(page), before);
}

const plain = { script: false };
export const steps = {
  "out and in again": (place) => walkInDemo(place, {}, outAndIn),
  "out and in again without scripts": (place) => walkInDemo(place, plain, outAndIn),
  "a file that is no list is refused": (place) => walkInDemo(place, plain, nonsense),
};
