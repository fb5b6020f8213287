// Signing in, the front page, an article.

import assert from "node:assert/strict";

import { leave, press, until, visitor, walkInDemo } from "../browser.mjs";

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
  const stories = page.locator("main :is(h2, h3) a");
  const headlines = await stories.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const told = headlines.filter((href) => /^\/(article|story)\//.test(href));
  assert.ok(told.length >= 20, `${told.length} headlines`);
  assert.equal(new Set(told).size, told.length, "a story stands twice");

  await leadsWithItsPicture(page);
  await page.goto("/unread");
  await showsPicture(page);
}

/** Which story leads depends on the hour: the front page shows its picture where it has one. */
async function leadsWithItsPicture(page) {
  const lead = await page.locator("main .lead h2 a").getAttribute("href");
  const shown = await page.locator("main img").count();
  if (shown > 0) await showsPicture(page);
  await page.goto(lead);
  const pictures = await page.locator("main img").count();
  if (pictures > 0) await showsPicture(page);
  const where = `${lead}: ${shown} pictures on the front page, ${pictures} on its own`;
  assert.equal(shown > 0, pictures > 0, where);
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
  const opened = await link.getAttribute("href");
  // Behind the question mark stands the list that it is opened from.
  const path = opened.split("?")[0];
  await link.click();
  await page.waitForURL(`**${opened}`);
  assert.equal((await page.innerText("main h1")).trim(), headline);
  const words = (await page.innerText("main article")).split(/\s+/).length;
  assert.ok(words > 80, `${words} words`);
  const outlet = await page.locator('main a[href^="http://127."]').count();
  assert.ok(outlet > 0, "no link to the outlet");

  const form = `form[action="${path}/read"]`;
  if (!script) await press(page, form);
  await page.locator(form, { hasText: "Mark as unread" }).waitFor();
  await page.goto("/unread");
  assert.equal(await page.locator(`main a[href^="${path}?"]`).count(), 0, "still among the unread");

  const flip = script ? flipInPlace : press;
  await page.goto(path);
  await flip(page, form);
  await page.locator(form, { hasText: "Mark as read" }).waitFor();
  // A script that marks what was opened must not undo what was just said.
  await page.waitForLoadState("networkidle");
  await page.goto("/unread");
  assert.ok((await page.locator(`main a[href^="${path}?"]`).count()) > 0, "not among the unread again");

  await page.goto(path);
  await flip(page, `form[action="${path}/star"]`);
  await page.goto("/starred");
  assert.ok((await page.locator(`main a[href^="${path}?"]`).count()) > 0, "not among the starred");
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
  await page.locator('a[href^="/section/"]').first().click();
  assert.ok((await page.locator("main :is(h2, h3) a").count()) > 0, "an empty section");
  await page.locator('main a[href^="/folder/"]').click();
  await page.waitForURL("**/folder/**");
  assert.ok((await page.locator('main a[href^="/article/"]').count()) > 0, "an empty folder");
  const outlet = page.locator('main a[href^="/outlet/"]').first();
  const name = (await outlet.innerText()).trim();
  await outlet.click();
  assert.ok((await page.innerText("main h1")).includes(name), "not the outlet's page");
}

/** A story is read, followed and muted; a muted one leaves the front page. */
async function story(page) {
  await page.goto("/");
  const path = await page.locator('main a[href^="/story/"]').first().evaluate((link) => link.pathname);
  await page.goto(path);
  assert.ok((await page.locator(".covered").count()) > 1, "one article is no story");
  const outlets = await page.locator(".covered .outlet").allInnerTexts();
  assert.ok(new Set(outlets).size > 1, `only ${outlets}`);
  await page.goto(`${path}?why`);
  assert.match(await page.innerText("#why"), /independent publisher/);

  const mark = (word) => page.locator(`form[action="${path}/mark"]`, { hasText: word }).locator("button");
  await mark("Follow").click();
  await page.locator("button", { hasText: "Stop following" }).waitFor();
  await page.goto("/stories?show=followed");
  assert.equal(await page.locator(`main h2 a[href^="${path}?"]`).count(), 1, "not among the followed");
  await page.goto(path);
  await mark("Mute").click();
  await page.locator("button", { hasText: "Stop muting" }).waitFor();
  await page.goto("/");
  assert.equal(await page.locator(`main a[href^="${path}?"]`).count(), 0, "muted and still there");
  await page.goto("/stories?show=muted");
  assert.equal(await page.locator(`main h2 a[href^="${path}?"]`).count(), 1, "not among the muted");
  await page.goto(path);
  await mark("Stop muting").click();
  await page.locator("button", { hasText: /^Mute$/ }).waitFor();

  await press(page, `form[action="${path}/read"]`);
  assert.equal(await page.locator(".covered:not(.is-read)").count(), 0, "not all is read");
  await press(page, `form[action="${path}/read"]`);
  assert.equal(await page.locator(".covered.is-read").count(), 0, "not all is unread again");
}

/** A story is taken apart by its reader, and put together again. */
async function ruling(page) {
  await page.goto("/");
  const path = await page.locator('main a[href^="/story/"]').first().evaluate((link) => link.pathname);
  await page.goto(path);
  const before = await page.locator(".covered").count();
  const parted = page.locator(".covered h3 a").last();
  const article = await parted.getAttribute("href");
  await page.locator("summary", { hasText: "Something is grouped wrongly" }).click();
  await page.locator('input[name^="leave-"]').last().check();
  await page.locator("button", { hasText: "These are two stories" }).click();
  const isIn = () => page.locator(`.covered h3 a[href="${article}"]`).count();
  await until(page, path, async () => (await isIn()) === 0);

  await page.goto(article);
  const other = await page.locator(".in-story a").first().getAttribute("href").catch(() => null);
  await page.goto("/stories");
  const listed = await page.locator(`main h2 a[href^="${article}?"]`).count();
  assert.ok(other !== path && (listed > 0 || other !== null), "the article has no story of its own");
  assert.ok(before > 1);

  await page.goto(path);
  assert.match(await page.innerText("#decisions"), /You said that .* are two stories/);
  await press(page, `form[action="${path}/withdraw"]`);
  assert.match(await page.innerText("body"), /Withdrawn\./);
  assert.equal(await page.locator("#decisions").count(), 0, "the decision is still there");
}

/** The front page says why its stories stand there, and a list of muted stories takes a mute back. */
async function reasons(page) {
  await page.goto("/");
  assert.equal(await page.locator(".reasons").count(), 0, "nobody asked");
  await page.locator("a", { hasText: "Why do these stand here?" }).click();
  await page.waitForURL("**/?why=1");
  const told = await page.locator("main :is(h2, h3) a[data-item]").count();
  assert.equal(await page.locator(".reasons").count(), told, "not every story has its reasons");
  assert.match(await page.innerText(".reasons >> nth=0"), /independent publisher/);

  const path = await page.locator('.reasons a[href^="/story/"]').last().getAttribute("href");
  await page.goto(path);
  await page.locator(`form[action="${path}/mark"]`, { hasText: "Mute" }).locator("button").click();
  await page.waitForURL("**?done=mute");
  await page.goto("/stories?show=muted");
  await press(page, `form[action="${path}/mark"]`);
  assert.equal(await page.locator(`form[action="${path}/mark"]`).count(), 0, "still muted");
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
  "a story is followed, muted and read": (place) => walkInDemo(place, {}, story),
  "a story without scripts": (place) => walkInDemo(place, plain, story),
  "a story is taken apart": (place) => walkInDemo(place, {}, ruling),
  "why stories stand there, without scripts": (place) => walkInDemo(place, plain, reasons),
  "signing out": (place) => walkInDemo(place, plain, leaving),
};
