// What goes out and comes in: feeds for other readers, saving elsewhere, sharing, keeping a page,
// moving in.

import assert from "node:assert/strict";

import { press, screenshot, until, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

async function sound(page) {
  assert.deepEqual([...(await accessFaults(page)), ...(await htmlFaults(page))], [], page.url());
}

/** What can be said of a page that may run nothing. */
async function valid(page) {
  assert.deepEqual(await htmlFaults(page), [], page.url());
}

async function feedsOut(page, check = sound) {
  await page.goto("/starred");
  assert.equal(await page.locator('link[rel="alternate"]').count(), 0);
  await Promise.all([page.waitForEvent("load"), page.click(".footer >> text=This page as a feed")]);
  await check(page);
  await press(page, '.panel form[action="/feeds/out"]');
  assert.match(await page.innerText(".notice:visible"), /new address/);
  await check(page);
  await screenshot(page, "feeds_out_given");
  const address = await page.locator(".feeds-out a").first().getAttribute("href");
  const feed = await page.request.get(address);
  assert.match(feed.headers()["content-type"], /atom\+xml/);
  await page.goto("/starred");
  assert.equal(await page.locator('link[rel="alternate"]').count(), 3);
  await page.goto("/feeds/out");
  await press(page, 'form[action$="/close"]');
  assert.equal((await page.request.get(address)).status(), 404);
}

async function saving(page) {
  await page.goto("/saving");
  await page.click("summary >> text=Readeck");
  await page.fill("#address", "https://read.invalid/");
  await page.fill("#token", "s3cret");
  await page.fill("#name", "My shelf");
  await press(page, 'details[open] form[action="/saving"]');
  await sound(page);
  assert.ok(!(await page.content()).includes("s3cret"));
  await page.goto("/all");
  const article = await page.locator('main a[href^="/article/"]').first().getAttribute("href");
  await page.goto(article);
  const save = `form[action="${article.split("?")[0]}/save"]`;
  assert.match(await page.innerText(save), /Save to My shelf/);
  await sound(page);
  await screenshot(page, "article_with_places");
  await press(page, save);
  assert.match(await page.innerText(".notice:visible"), /on its way/);
  // There is no such server, which is told where it can be tried again.
  await until(page, "/saving", async () => (await page.locator('form[action$="/retry"]').count()) > 0);
  await sound(page);
  await screenshot(page, "saving_failed");
  await press(page, 'form[action$="/remove"]');
}

async function sharing(page) {
  await page.goto("/all");
  const article = await page.locator('main a[href^="/article/"]').first().getAttribute("href");
  await page.goto(article);
  const link = page.locator("a[data-share]");
  assert.match(await link.getAttribute("href"), /^mailto:\?subject=.+&body=http/);
  await page.evaluate(() => {
    navigator.share = (what) => ((window.shared = what), Promise.resolve());
  });
  await link.click();
  const shared = await page.evaluate(() => window.shared);
  assert.equal(shared.url, await link.getAttribute("data-address"));
  assert.equal(shared.title, await link.getAttribute("data-title"));
}

async function keeping(page) {
  await page.goto("/clip?url=https%3A%2F%2Fa.example%2Fx&title=A+headline&text=Some+words.");
  const code = await page.locator("a[data-bookmarklet]").getAttribute("href");
  assert.ok(code.includes(`${new URL(page.url()).origin}/clip?url=`), code);
  await press(page, 'main form[action="/clip"]');
  assert.equal(await page.innerText("main h1"), "A headline");
}

async function movingIn(page) {
  await page.goto("/feeds/move-in");
  await page.click("summary >> text=Files");
  const items = [
    {
      title: "An old favourite",
      canonical: [{ href: "https://old.example/x" }],
      summary: { content: "<p>Words of old.</p>" },
      categories: ["user/1/state/com.google/starred"],
    },
    { title: "Nobody knows where", categories: ["user/1/state/com.google/starred"] },
  ];
  const file = { name: "starred.json", mimeType: "application/json" };
  await page.setInputFiles("#files", { ...file, buffer: Buffer.from(JSON.stringify({ items })) });
  await Promise.all([
    page.waitForEvent("load"),
    page.locator("form:has(#files) button").click(),
  ]);
  await until(page, "/feeds/move-in", async () =>
    (await page.innerText("main")).includes("You have moved in"));
  assert.match(await page.innerText("main"), /Nobody knows where/);
  await sound(page);
  await screenshot(page, "moved_in");
  await page.goto("/starred");
  assert.match(await page.innerText("main"), /An old favourite/);
}

export const steps = {
  "feeds for other readers": (place) => walkInDemo(place, {}, feedsOut),
  "feeds for other readers, without scripts": (place) =>
    walkInDemo(place, { script: false }, (page) => feedsOut(page, valid)),
  "saving elsewhere": (place) => walkInDemo(place, {}, saving),
  "sharing by the browser’s own sheet": (place) => walkInDemo(place, {}, sharing),
  "keeping a page": (place) => walkInDemo(place, {}, keeping),
  "moving in, on a phone": (place) => walkInDemo(place, { width: 390, height: 844 }, movingIn),
};
