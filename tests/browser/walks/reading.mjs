// Signing in, the front page, an article.

import assert from "node:assert/strict";

import { leave, press, visitor, walkInDemo } from "../browser.mjs";

const OUTLETS = [
  "Northern Wire",
  "Sarel Courier",
  "Bay Tribune",
  "Veldt Herald",
  "Ledger Daily",
  "Orbit Weekly",
  "Radio Isthmus",
  "The Touchline",
];

async function strangers({ browser, demo }) {
  const page = await visitor(browser, demo.address);
  for (const path of ["/", "/feeds", "/account", "/article/1"]) {
    await page.goto(path);
    assert.equal(new URL(page.url()).pathname, "/login", path);
  }
  await page.fill("[name=name]", demo.name);
  await page.fill("[name=password]", "not the password");
  await press(page, 'form[action="/login"]');
  assert.match(await page.textContent("main"), /not right/);
  leave(page);
  await page.context().close();
}

async function frontPage(page) {
  await page.goto("/");
  const words = await page.innerText("main");
  const shown = OUTLETS.filter((outlet) => words.includes(outlet));
  assert.ok(shown.length >= 5, `only ${shown.join(", ")}`);
  const headlines = await page.locator('main a[href^="/article/"]').count();
  assert.ok(headlines >= 20, `${headlines} headlines`);

  await showsPicture(page);
  await page.goto("/unread");
  await showsPicture(page);
}

async function showsPicture(page) {
  const picture = page.locator("main img").first();
  await picture.scrollIntoViewIfNeeded();
  const width = await picture.evaluate(async (image) => {
    await image.decode();
    return image.naturalWidth;
  });
  assert.ok(width > 1, `a picture on ${page.url()} was not drawn`);
}

/** Reads an article; with scripts, an opened one counts as read, without them a button says so. */
async function article(page, script) {
  await page.goto("/unread");
  const link = page.locator('main :is(h1, h2, h3) a[href^="/article/"]').first();
  const headline = (await link.innerText()).trim();
  const path = await link.getAttribute("href");
  await link.click();
  await page.waitForURL(`**${path}`);
  assert.equal((await page.innerText("main h1")).trim(), headline);
  const words = (await page.innerText("main article")).split(/\s+/).length;
  assert.ok(words > 80, `${words} words`);
  const outlet = await page.locator('main a[href^="http://127."]').count();
  assert.ok(outlet > 0, "no link to the outlet");

  const form = `form[action="${path}/read"]`;
  if (!script) await press(page, form);
  await page.locator(form, { hasText: "Mark as unread" }).waitFor();
  await page.goto("/unread");
  assert.equal(await page.locator(`main a[href="${path}"]`).count(), 0, "still among the unread");

  const flip = script ? flipInPlace : press;
  await page.goto(path);
  await flip(page, form);
  await page.locator(form, { hasText: "Mark as read" }).waitFor();
  // A script that marks what was opened must not undo what was just said.
  await page.waitForLoadState("networkidle");
  await page.goto("/unread");
  assert.ok((await page.locator(`main a[href="${path}"]`).count()) > 0, "not among the unread again");

  await page.goto(path);
  await flip(page, `form[action="${path}/star"]`);
  await page.goto("/starred");
  assert.ok((await page.locator(`main a[href="${path}"]`).count()) > 0, "not among the starred");
  await page.goto(path);
  await flip(page, `form[action="${path}/star"]`);
}

/** Throws a switch that a script answers where it stands, so that Back still leads to the list. */
async function flipInPlace(page, form) {
  const action = await page.getAttribute(form, "action");
  const isOurs = (request) => request.method() === "POST" && request.url().endsWith(action);
  const answered = page.waitForResponse((response) => isOurs(response.request()));
  const before = page.url();
  await page.click(`${form} button`);
  await answered;
  assert.equal(page.url(), before, "the page was left");
}

async function lists(page) {
  await page.goto("/");
  const folder = page.locator('a[href^="/folder/"]').first();
  await folder.click();
  assert.ok((await page.locator('main a[href^="/article/"]').count()) > 0, "an empty folder");
  const outlet = page.locator('main a[href^="/outlet/"]').first();
  const name = (await outlet.innerText()).trim();
  await outlet.click();
  assert.ok((await page.innerText("main h1")).includes(name), "not the outlet's page");
}

async function leaving(page) {
  await page.goto("/account");
  await press(page, 'form[action="/logout"]');
  await page.goto("/");
  assert.equal(new URL(page.url()).pathname, "/login");
}

const plain = { script: false };
export const steps = {
  "strangers are asked to sign in": strangers,
  "the front page has many outlets and pictures": (place) => walkInDemo(place, {}, frontPage),
  "the front page without scripts": (place) => walkInDemo(place, plain, frontPage),
  "an article is read, marked and starred": (place) => walkInDemo(place, {}, (page) => article(page, true)),
  "an article without scripts": (place) => walkInDemo(place, plain, (page) => article(page, false)),
  "a folder and an outlet": (place) => walkInDemo(place, {}, lists),
  "a folder and an outlet without scripts": (place) => walkInDemo(place, plain, lists),
  "signing out": (place) => walkInDemo(place, plain, leaving),
};
