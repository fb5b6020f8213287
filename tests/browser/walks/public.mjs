// The public newspaper: an admin switches it on, strangers read it in every way, and it goes again.
// Statistics: their owner's alone, in both themes.

import assert from "node:assert/strict";

import { leave, press, screenshot, signIn, visitor, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

/** Looks at a page: its HTML, its accessibility where scripts run, its width, its picture. */
async function look(page, name, { script = true, scheme = "light" } = {}) {
  const faults = [...(await htmlFaults(page)), ...(script ? await accessFaults(page) : [])];
  assert.deepEqual(faults, [], `${name}: ${page.url()}`);
  if (!script) return;
  const [needs, has] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  await screenshot(page, `${name}-${scheme}-${has}`);
  assert.ok(needs <= has, `${name} is ${needs} pixels wide and has ${has}`);
}

/** Opens all that is folded. */
function open(page, selector) {
  return page.locator(selector).evaluateAll((all) => all.forEach((one) => (one.open = true)));
}

/** The admin's part: names it, chooses every feed, reads the warning, switches it on. */
async function publish(page) {
  await page.goto("/account");
  await page.click('main a[href="/publish"]');
  await look(page, "publish");
  await page.fill("#name", "The Skarn Courier");
  await page.fill("#contact", "desk@skarn.example");
  await press(page, 'form[action="/publish/name"]');
  await open(page, ".publish__folder");
  for (const box of await page.locator(".publish__folder input[type=checkbox]:not([disabled])").all()) await box.check();
  await press(page, 'form[action="/publish"]');
  await page.check("[name=understood]");
  await press(page, 'form[action="/publish/on"]');
  await look(page, "published");
}

/** What a stranger sees, by the links of the pages themselves. */
async function stranger({ browser, demo }, options) {
  const page = await visitor(browser, demo.address, options);
  const door = await page.goto("/");
  assert.equal(door.status(), 200);
  assert.equal(await page.locator(".paper__name").innerText(), "The Skarn Courier");
  await look(page, "public-front", options);
  assert.equal(await page.locator("main img").count(), 0, "no pictures of others");
  const story = page.locator('main a[href^="/public/story/"]').first();
  await story.click();
  await look(page, "public-story", options);
  await page.locator('main a[href^="/public/outlet/"]').first().click();
  await look(page, "public-outlet", options);
  await page.locator('main a[href^="/public/article/"]').first().click();
  await look(page, "public-article", options);
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.ok(!canonical.includes("/public/"), `an article's canonical page is its outlet's: ${canonical}`);
  await page.locator(".paper__sections a").first().click();
  await look(page, "public-section", options);
  await page.click('.paper__foot a[href="/public/about"]');
  await look(page, "public-about", options);
  assert.deepEqual(await page.context().cookies(), [], "nobody is known by a cookie");
  for (const form of ["atom", "rss", "json"]) {
    assert.equal((await page.request.get(`/public/feed/front.${form}`)).status(), 200);
  }
  for (const path of ["/robots.txt", "/sitemap.xml", "/public/sitemap/pages.xml", "/public/sitemap/news.xml"]) {
    assert.equal((await page.request.get(path)).status(), 200, path);
  }
  leave(page);
  await page.context().close();
}

async function inPublic(place) {
  const admin = await visitor(place.browser, place.demo.address, {});
  await signIn(admin, place.demo);
  await publish(admin);
  try {
    await stranger(place, {});
    await stranger(place, { width: 390, height: 800, scheme: "dark" });
    await stranger(place, { width: 320, height: 700, script: false });
    // One click removes an outlet; whoever is signed in keeps their own front page.
    await admin.goto("/publish");
    const key = await admin.locator('.choices form[action="/publish/remove"] [name=key]').first().getAttribute("value");
    await admin.fill("#key", key);
    await press(admin, 'form[action="/publish/remove"]');
    const gone = await admin.request.get(`/public/outlet/${encodeURIComponent(key)}`);
    assert.equal(gone.status(), 404);
    await press(admin, 'form[action="/publish/return"]');
    await admin.goto("/");
    assert.equal(await admin.locator(".paper__name").count(), 0);
  } finally {
    await admin.goto("/publish");
    await press(admin, 'form[action="/publish/off"]');
  }
  const closed = await visitor(place.browser, place.demo.address, {});
  await closed.goto("/");
  assert.ok(closed.url().endsWith("/login"));
  await closed.context().close();
  leave(admin);
  await admin.context().close();
}

/** Opens a few articles, so that there is something to count, and looks at what is counted. */
function statistics(options) {
  return async (page) => {
    await page.goto("/all");
    const links = await page.locator('main a[href^="/article/"]').evaluateAll((all) => all.map((link) => link.pathname));
    for (const path of [...new Set(links)].slice(0, 6)) await page.goto(path);
    await page.goto("/statistics?days=7");
    assert.ok((await page.locator("svg.chart").count()) >= 3);
    await look(page, "statistics", options);
    await open(page, ".statistics details");
    await look(page, "statistics-tables", options);
    const file = await page.request.get("/statistics/feeds.csv?days=7");
    assert.match(file.headers()["content-type"], /^text\/csv/);
    assert.ok((await file.text()).split("\r\n").length > 3);
  };
}

const PHONE = { width: 390, height: 800, scheme: "dark" };

export const steps = {
  "an admin makes a newspaper public, and takes it back": inPublic,
  "statistics of one's own reading": (place) => walkInDemo(place, {}, statistics({})),
  "statistics on a phone in the dark": (place) => walkInDemo(place, PHONE, statistics(PHONE)),
};
