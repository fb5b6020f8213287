// Pictures come through Dateline and from nowhere else, in the widths that a page needs.

import assert from "node:assert/strict";

import { visitor, walkInDemo } from "../browser.mjs";

/** Scrolls to the end, so that pictures that are loaded when they come near are. */
async function seeAll(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 500) {
      scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 60));
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  });
  await page.waitForLoadState("networkidle");
}

const shown = (page) =>
  page.evaluate(() =>
    [...document.images].map((image) => ({
      src: image.getAttribute("src"),
      current: image.currentSrc,
      alt: image.getAttribute("alt"),
      width: image.naturalWidth,
      sized: image.hasAttribute("width") && image.hasAttribute("height"),
      lazy: image.loading,
      picture: image.closest(".picture") !== null,
    })),
  );

async function throughTheHouse(page) {
  const own = new URL(page.url()).origin;
  const elsewhere = [];
  const kinds = new Map();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== own) elsewhere.push(request.url());
  });
  page.on("response", (response) => {
    const path = new URL(response.url()).pathname;
    if (path.startsWith("/picture/")) kinds.set(path, [response.status(), response.headers()]);
  });
  await page.goto("/");
  const articles = await page
    .locator('main a[href^="/article/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))].slice(0, 6));
  let pictures = 0;
  for (const path of ["/", "/all", "/stories", "/search?q=harbour", ...articles]) {
    await page.goto(path);
    await seeAll(page);
    for (const image of await shown(page)) {
      assert.match(image.src, /^(\/picture\/|\/icon\/|data:)/, `${path}: ${image.src}`);
      assert.notEqual(image.alt, null, `${path}: a picture without words`);
      assert.ok(image.width > 0, `${path}: ${image.src} is broken`);
      assert.ok(image.sized, `${path}: ${image.src} has no size`);
      if (image.src.startsWith("/picture/")) pictures += 1;
    }
    assert.equal(await page.locator(".picture--missing").count(), 0, `${path}: a picture is missing`);
  }
  assert.ok(pictures >= 10, `only ${pictures} pictures`);
  assert.deepEqual(elsewhere, []);
  for (const [path, [status, headers]] of kinds) {
    assert.equal(status, 200, path);
    assert.match(headers["content-type"], /^image\/(jpeg|webp)$/, path);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert.match(headers["cache-control"], /^private, .*immutable/);
  }
}

/** A screen with two pixels a point loads another width than a small one with one. */
async function widthsByScreen(place) {
  const widths = [];
  for (const screen of [
    { width: 320, height: 640 },
    { width: 1280, height: 900, scale: 2 },
  ]) {
    await walkInDemo(place, screen, async (page) => {
      await page.goto("/");
      const lead = page.locator(".lead .picture img");
      await lead.evaluate((image) => image.decode());
      widths.push(await lead.evaluate((image) => Number(new URL(image.currentSrc).pathname.split("/")[3])));
    });
  }
  assert.ok(widths[0] < widths[1], `${widths}`);
}

async function nothingForStrangers(place) {
  let src;
  await walkInDemo(place, {}, async (page) => {
    await page.goto("/");
    src = await page.locator(".picture img").first().getAttribute("src");
  });
  const stranger = await visitor(place.browser, place.demo.address);
  const answer = await stranger.goto(src);
  assert.match(stranger.url(), /\/login/);
  assert.doesNotMatch(answer.headers()["content-type"], /^image/);
  await stranger.context().close();
}

export const steps = {
  "every picture comes through Dateline": (place) => walkInDemo(place, {}, throughTheHouse),
  "widths fit the screen": widthsByScreen,
  "nobody sees them without signing in": nothingForStrangers,
};
