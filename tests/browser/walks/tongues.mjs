// Dateline in other tongues: German has no English left; the made tongues show what is written in
// the code and what only fits short words, from left to right and from right to left.
//
// Words that are none of Dateline's stand in elements with `dir=auto` or `translate=no`; that is how
// these pages mark what outlets, people and other programs call things.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";

import { leave, press, visitor, walkInDemo } from "../browser.mjs";
import { everyPage } from "../every_page.mjs";
import { startEmpty } from "../program.mjs";

const MESSAGES = new URL("../../../crates/words/messages/", import.meta.url);

/** The texts of a tongue that nothing is filled into and that stand in one line, by their keys. */
async function texts(tongue) {
  const found = new Map();
  for (const file of await readdir(new URL(`${tongue}/`, MESSAGES))) {
    const lines = (await readFile(new URL(`${tongue}/${file}`, MESSAGES), "utf8")).split("\n");
    for (const line of lines) {
      const [, key, text] = /^([a-z][\w-]*) = ([^{}]+)$/.exec(line) ?? [];
      if (key) found.set(key, text.trim());
    }
  }
  return found;
}

/** All that a person may see: every page, and those of the house, of errors, and of what was said. */
async function allPages(page) {
  const pages = await everyPage(page);
  await page.goto("/feeds/packs");
  const pack = await page.locator('main a[href^="/feeds/packs/"]').first().getAttribute("href");
  await page.goto("/search?q=said:Dahl+drones");
  const quoting = page.locator('main a[href^="/article/"]').first();
  const said = {};
  if ((await quoting.count()) > 0) {
    said.said = `${(await quoting.getAttribute("href")).split("?")[0]}?said=1`;
    await page.goto(said.said);
    const href = async (start) => page.locator(`#who-said a[href^="${start}"]`).first();
    for (const [name, start] of [["person", "/person/"], ["statement", "/statements/"]]) {
      const link = await href(start);
      if ((await link.count()) > 0) said[name] = await link.getAttribute("href");
    }
  }
  const house = ["feeds", "jobs", "storage", "backups", "log", "settings", "doctor"];
  return {
    ...pages,
    ...said,
    packs: "/feeds/packs",
    pack,
    rule: `${pages.feed}/rule`,
    reported: "/statements/reported",
    search_notes: "/search?q=%22ferry+OR+near%3Ax+foo%3Abar+before%3Anever",
    statistics: "/statistics?days=7",
    publish: "/publish",
    public_about: "/public/about",
    admin: "/admin",
    ...Object.fromEntries(house.map((name) => [`admin_${name}`, `/admin/${name}`])),
  };
}

/** Answers to what nobody asks for by a link: the pages of errors, and of forms that are refused. */
const REFUSED = [
  ["method", "/about", {}],
  ["expired", "/look", { csrf: "x", theme: "dark" }],
  ["too_large", "/look", { csrf: "x", theme: "x".repeat(70_000) }],
  ["no_address", "/feeds/add", { url: "ftp://a.example/" }],
  ["no_search", "/searches", { name: "", q: "" }],
  ["no_rule", "/rules", { q: "", action: "mute" }],
  ["wrong_password", "/account/password", { current: "x", name: "x", password: "y", again: "z" }],
];

/** The texts of a page that are its own, with the words of others taken out. It runs in the page. */
function ownTexts(doc) {
  const shown = ["outlet", "section", "folder"].map((what) => `a[href^="/${what}/"]`).join();
  const others = `[dir=auto], ${shown}, code, kbd, pre, textarea, [translate=no], noscript, script, style`;
  const isOf = (element) => element.closest(others) !== null;
  const mine = [];
  const theirs = new Set();
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/\s+/g, " ").trim();
    if (text === "") continue;
    if (isOf(walker.currentNode.parentElement)) theirs.add(text);
    else mine.push(text);
  }
  const names = ["aria-label", "placeholder", "title", "alt", "data-on", "data-off", "data-copied"];
  for (const element of doc.querySelectorAll(names.map((name) => `body [${name}]`).join())) {
    if (isOf(element) && !element.matches("input, select, textarea")) continue;
    mine.push(...names.map((name) => element.getAttribute(name) ?? "").filter((text) => text !== ""));
  }
  mine.push(doc.title);
  for (const input of doc.querySelectorAll("input[value]")) theirs.add(input.getAttribute("value"));
  const longest = [...theirs].filter((name) => name.length > 2).sort((a, b) => b.length - a.length);
  const without = (text) => longest.reduce((left, name) => left.replaceAll(name, ""), text).trim();
  return mine.map(without).filter((text) => text !== "");
}

/** A person in the demo whose pages can be looked at. */
function walk(place, options, steps) {
  return walkInDemo(place, options, async (page) => {
    await page.addInitScript(`globalThis.ownTexts = ${ownTexts}`);
    await page.reload();
    await steps(page);
  });
}

/** The texts of a page, or of the answer to a form, without going there. */
async function textsOf(page, path, form = null) {
  const csrf = () => page.locator("[name=csrf]").first().getAttribute("value");
  const answer = await (form ? page.request.post(path, { form: { csrf: await csrf(), ...form } }) : page.request.get(path));
  return page.evaluate((html) => {
    const doc = new DOMParser().parseFromString(html, "text/html");
    return { lang: doc.documentElement.lang, texts: globalThis.ownTexts(doc) };
  }, await answer.text());
}

/** What is found in the texts of pages and of refused forms, each fault once. */
async function faultsIn(page, pages, tongue, find) {
  const faults = new Map();
  const look = async (name, path, form) => {
    const { lang, texts } = await textsOf(page, path, form);
    if (lang !== tongue) faults.set(`speaks ${lang}`, name);
    for (const fault of texts.filter(find)) if (!faults.has(fault)) faults.set(fault, name);
  };
  for (const [name, path] of Object.entries(pages)) await look(name, path);
  for (const [name, path, form] of REFUSED) await look(name, path, form);
  return [...faults].map(([fault, name]) => `${name}: ${fault}`);
}

/** Fails with each fault in a line of its own. */
function none(faults) {
  if (faults.length > 0) assert.fail(`\n${faults.join("\n")}`);
}

async function speak(page, tongue) {
  const { href } = new URL("/", page.url());
  await page.context().addCookies([{ name: "tongue", value: tongue, url: href }]);
}

/** Words that stand in every few English sentences and in no German one. */
const ENGLISH = /(^|[\s“(])(the|and|of|with|you|your|this|that|for|from|are|is|it|to|by|because)([\s”).,:;?]|$)/i;

async function german({ browser, demo }) {
  const page = await visitor(browser, demo.address, { width: 390, height: 844 });
  await page.addInitScript(`globalThis.ownTexts = ${ownTexts}`);
  await page.goto("/login");
  await press(page, 'form[action="/tongue"]');
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  await page.fill("[name=name]", demo.name);
  await page.fill("[name=password]", demo.password);
  await press(page, 'form[action="/login"]');
  const [english, own] = [await texts("en"), await texts("de")];
  const said = new Set(own.values());
  const left = new Set([...english.values()].filter((text) => !said.has(text)));
  const faults = await faultsIn(page, await allPages(page), "de", (text) => left.has(text) || ENGLISH.test(text));
  await page.goto("/account");
  await page.selectOption("#tongue-choice", "en");
  await press(page, 'form.stack[action="/account/tongue"]');
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  leave(page);
  await page.context().close();
  none(faults);
}

/** What is the same in every tongue: names, and what programs call things. */
const SAME = /^(dateline|demo|html|css|feed|authorization|opml|json|atom|rss|toml|utc|ntfy|url|id|wallabag|readeck|linkding|karakeep|miniflux|freshrss|deutsch|english|csv|mib|kib|gib)$/i;

/** Whether a text is in no message file: then it has no accents in a made tongue. */
function isPlain(text) {
  // A text with accents is a message, whatever it is filled with; an address is none of our words.
  if (/[⟦⟧ȧḗīǿŭẏ]/.test(text)) return false;
  const words = text.replaceAll(/\S+[./@]\S+/g, "").match(/\p{L}{3,}/gu) ?? [];
  return words.some((word) => !SAME.test(word));
}

async function refusals(page) {
  await speak(page, "en-XA");
  none(await faultsIn(page, {}, "en-XA", isPlain));
}

/** What is wider than the window, on the page as it stands. */
function wide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    const told = out.slice(-3).map((element) => `${element.tagName}.${element.className}`);
    return `${scrollWidth} of ${clientWidth}: ${told.join(" ")}`;
  });
}

/** Pages fit phones, and what scripts put in is no plainer than what the server sends. */
async function fitting(page, tongue, direction) {
  const pages = await allPages(page);
  await speak(page, tongue);
  const faults = [];
  for (const [name, path] of Object.entries(pages)) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    assert.equal(await page.locator("html").getAttribute("dir"), direction, name);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const found = await wide(page);
      if (found) faults.push(`${name}: ${found}`);
    }
    const plain = (await page.evaluate(() => globalThis.ownTexts(document))).filter(isPlain);
    faults.push(...new Set(plain.map((text) => `${name}: not a message: ${text}`)));
  }
  none(faults);
}

/** Before there is anybody: the first start, signing in, and an invitation that opens nothing. */
async function atTheDoor({ browser, binary, demo }) {
  const dateline = await startEmpty(binary);
  try {
    for (const [address, path] of [[dateline.address, "/setup"], [demo.address, "/login"], [demo.address, "/invitation/0"]]) {
      for (const [tongue, direction] of [["en-XA", "ltr"], ["en-XB", "rtl"]]) {
        const page = await visitor(browser, address, { width: 320, height: 640 });
        await page.addInitScript(`globalThis.ownTexts = ${ownTexts}`);
        await page.goto("/about");
        await speak(page, tongue);
        await page.goto(path);
        assert.equal(await page.locator("html").getAttribute("dir"), direction);
        none((await page.evaluate(() => globalThis.ownTexts(document))).filter(isPlain));
        assert.equal(await wide(page), null);
        leave(page);
        await page.context().close();
      }
    }
  } finally {
    await dateline.stop();
  }
}

export const steps = {
  "German has no English left": german,
  "what was refused is told in the tongue": (place) => walk(place, {}, refusals),
  "long words fit phones": (place) => walk(place, {}, (page) => fitting(page, "en-XA", "ltr")),
  "from right to left, too": (place) => walk(place, {}, (page) => fitting(page, "en-XB", "rtl")),
  "before anybody signed in": atTheDoor,
};
