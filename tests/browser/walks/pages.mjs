// Every page: its accessibility by axe-core, its HTML by html-validate, its width, its picture.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { leave, screenshot, visitor, walkInDemo } from "../browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Only what the HTML standard says; how tags are written is not its business here.
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:standard"] }));

const WIDTHS = [
  [390, 844],
  [1024, 1366],
  [1600, 1200],
];

/** The pages by name; those of one article and one feed are found where a person finds them. */
async function pages(page) {
  await page.goto("/");
  const article = await page.locator('main a[href^="/article/"]').first().getAttribute("href");
  const outlet = await page.locator('main a[href^="/outlet/"]').first().getAttribute("href");
  const folder = await page.locator('a[href^="/folder/"]').first().getAttribute("href");
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
    folder,
    outlet,
    feed,
    feed_settings: `${feed}/settings`,
    feed_remove: `${feed}/remove`,
    account: "/account",
    about: "/about",
    missing: "/no/such/page",
  };
}

async function accessible(page) {
  for (const [name, path] of Object.entries(await pages(page))) {
    await page.goto(path);
    await checkAccess(page, name);
  }
}

async function checkAccess(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], `on ${name}`);
}

async function signInPage({ browser, demo }) {
  for (const scheme of ["light", "dark"]) {
    const page = await visitor(browser, demo.address, { scheme });
    await page.goto("/login");
    await checkAccess(page, "login");
    await checkHtml(page, "/login");
    leave(page);
    await page.context().close();
  }
}

async function valid(page) {
  for (const path of Object.values(await pages(page))) await checkHtml(page, path);
}

async function checkHtml(page, path) {
  const html = await (await page.request.get(path)).text();
  const { results } = await validator.validateString(html);
  const lines = html.split("\n");
  const told = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${lines[line - 1]?.trim().slice(0, 160)}`),
  );
  assert.deepEqual(told.slice(0, 10), [], `on ${path}`);
}

async function pictures(page, scheme, width) {
  const { front, article, feeds } = await pages(page);
  for (const [name, path] of Object.entries({ front, article, feeds })) {
    await page.goto(path, { waitUntil: "networkidle" });
    const needs = await page.evaluate(() => document.documentElement.scrollWidth);
    await screenshot(page, `${name}-${width}-${scheme}`);
    assert.ok(needs <= width, `${name} needs ${needs} pixels of ${width}`);
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
