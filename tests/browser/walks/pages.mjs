// Every page: its accessibility by axe-core, its HTML by html-validate, its width, its picture.

import assert from "node:assert/strict";

import { leave, screenshot, visitor, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";

const WIDTHS = [
  [390, 844],
  [1024, 1366],
  [1600, 1200],
];

/** The pages by name; those of one article and one feed are found where a person finds them. */
export async function pages(page) {
  await page.goto("/");
  const article = await page.locator('main a[href^="/article/"]').first().getAttribute("href");
  const outlet = await page.locator('main a[href^="/outlet/"]').first().getAttribute("href");
  const section = await page.locator('a[href^="/section/"]').first().getAttribute("href");
  const story = await page.locator('main a[href^="/story/"]').first().getAttribute("href");
  await page.goto("/feeds");
  const link = await page.locator('main a[href^="/feeds/"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")).find((href) => /^\/feeds\/\d+/.test(href)),
  );
  const feed = link.match(/^\/feeds\/\d+/)[0];
  return {
    front: "/",
    article,
    feeds: "/feeds",
    unread: "/unread",
    starred: "/starred",
    story,
    stories: "/stories",
    section,
    folder: section.replace("/section/", "/folder/"),
    outlet,
    why: "/?why=1",
    changes: `${article}/changes`,
    search: "/search?q=ferry",
    nothing_found: "/search?q=xyzzyxyzzy",
    searches: "/searches",
    alerts: "/alerts",
    rules: "/rules",
    sites: "/sites",
    feed,
    feed_settings: `${feed}/settings`,
    feed_remove: `${feed}/remove`,
    feeds_out: "/feeds/out?kind=front",
    move_in: "/feeds/move-in",
    saving: "/saving",
    clip: "/clip?url=https%3A%2F%2Fa.example%2Fx",
    account: "/account",
    about: "/about",
    missing: "/no/such/page",
  };
}

async function accessible(page) {
  const faults = [];
  for (const [name, path] of Object.entries(await pages(page))) {
    await page.goto(path);
    faults.push(...(await accessFaults(page)).map((fault) => `${name}: ${fault}`));
  }
  assert.deepEqual(faults, []);
}

async function signInPage({ browser, demo }) {
  for (const scheme of ["light", "dark"]) {
    const page = await visitor(browser, demo.address, { scheme });
    await page.goto("/login");
    assert.deepEqual([...(await accessFaults(page)), ...(await htmlFaults(page))], []);
    leave(page);
    await page.context().close();
  }
}

async function valid(page) {
  const faults = [];
  for (const [name, path] of Object.entries(await pages(page))) {
    await page.goto(path);
    faults.push(...(await htmlFaults(page)).map((fault) => `${name}: ${fault}`));
  }
  assert.deepEqual(faults, []);
}

async function pictures(page, scheme, width) {
  const { front, story, article, feeds, search } = await pages(page);
  for (const [name, path] of Object.entries({ front, story, article, feeds, search })) {
    await page.goto(path, { waitUntil: "networkidle" });
    const [needs, has] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    await screenshot(page, `${name}-${width}-${scheme}`);
    assert.ok(needs <= has, `${name} is ${needs} pixels wide and has ${has}`);
  }
}

export const steps = {
  "accessible in the light": (place) => walkInDemo(place, { scheme: "light" }, accessible),
  "accessible in the dark": (place) => walkInDemo(place, { scheme: "dark" }, accessible),
  "accessible on a phone": (place) => walkInDemo(place, { width: 390, height: 844 }, accessible),
  "accessible before sign-in": signInPage,
  "valid HTML": (place) => walkInDemo(place, {}, valid),
};
for (const scheme of ["light", "dark"]) {
  for (const [width, height] of WIDTHS) {
    steps[`${width} pixels wide, ${scheme}`] = (place) =>
      walkInDemo(place, { scheme, width, height }, (page) => pictures(page, scheme, width));
  }
}
