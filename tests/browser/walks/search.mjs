// The search box, by keyboard only: results while somebody types, none, and a search that is kept.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";

import { leave, press, visitor, walkInDemo } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";
import { startEmpty } from "../program.mjs";

const BOX = "form[data-live] input[name=q]";
const RESULTS = "[data-live-results]";
const titles = (page) => page.locator(`${RESULTS} .live__title`).allInnerTexts();

/** Waits until something is so; nothing is timed, this only ends what hangs. */
async function until(what, look) {
  for (let tries = 0; tries < 300; tries += 1) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, 200));
  }
  return assert.fail(`it never came to be: ${what}`);
}

/** The demo has told its index of all that it read. */
async function indexed(page) {
  await until("the demo's articles are found", async () => {
    await page.goto("/search?q=ferry");
    return (await page.locator("main article").count()) > 3;
  });
}

async function letterByLetter(page) {
  await indexed(page);
  await page.goto("/");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  await page.keyboard.type("m");
  assert.ok(await page.locator(RESULTS).isHidden(), "one letter is no search yet");
  const seen = [];
  for (const letter of "aren") {
    await page.keyboard.type(letter);
    const typed = await page.inputValue(BOX);
    await page.waitForResponse((answer) => answer.url().endsWith(`q=${typed}`));
    await until("results are shown", async () => !(await page.locator(RESULTS).isHidden()));
    seen.push((await titles(page)).join("|"));
  }
  assert.ok(new Set(seen).size > 1, `the results never changed: ${seen}`);
  const found = await titles(page);
  assert.ok(found.some((title) => /Maren/.test(title)), found.join("; "));
  assert.ok((await page.locator(`${RESULTS} mark`).count()) > 0, "nothing is marked");
  assert.deepEqual(await accessFaults(page), []);

  await page.keyboard.press("ArrowDown");
  const chosen = page.locator(`${RESULTS} [aria-selected=true]`);
  const id = await chosen.getAttribute("id");
  assert.equal(await page.locator(BOX).getAttribute("aria-activedescendant"), id);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen.getAttribute("id"), id);
  const href = await chosen.getAttribute("data-href");
  await page.keyboard.press("Escape");
  assert.ok(await page.locator(RESULTS).isHidden());
  await page.keyboard.press("ArrowDown");
  await until("results are shown again", async () => !(await page.locator(RESULTS).isHidden()));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${href}`);
}

async function nothing(page) {
  await indexed(page);
  await page.goto("/");
  await page.keyboard.press("/");
  await page.keyboard.type("zzqqxx title:wwvv");
  await until("there are no results", async () =>
    /No results\. Searched for/.test(await page.locator(RESULTS).innerText()));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?**");
  assert.match(await page.innerText("main h1"), /No results/);
  assert.match(await page.innerText("main"), /Searched for/);
  assert.deepEqual([...(await htmlFaults(page)), ...(await accessFaults(page))], []);
}

async function wholePage(page) {
  await page.goto("/search?q=minister");
  assert.match(await page.innerText("main h1"), /result/);
  assert.ok((await page.locator("main mark").count()) > 0);
  assert.ok((await page.locator("main .histogram rect").count()) > 0);
  const narrower = page.locator(".found__filters a").first();
  const href = await narrower.getAttribute("href");
  await page.goto(href);
  assert.match(await page.innerText("main h1"), /result/);
}

const item = (number, title, text) =>
  `<item><guid>${number}</guid><title>${title}</title><link>ADDRESS/${number}</link><description>${text}</description></item>`;

/** A feed that a test adds to. */
async function feedServer() {
  const items = [item(1, "A quiet day at the port", "Nothing happened."), item(2, "Lamps are lit", "On the hill.")];
  const server = createServer((request, response) => {
    const address = `http://${request.headers.host}`;
    if (request.url !== "/feed") {
      response.writeHead(404).end();
      return;
    }
    const body = `<rss version="2.0"><channel><title>Port Notes</title>${items.join("").replaceAll("ADDRESS", address)}</channel></rss>`;
    response.writeHead(200, { "content-type": "application/rss+xml" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/feed`, add: (...one) => items.unshift(item(...one)), close: () => server.close() };
}

async function keepIt({ browser, binary }) {
  const feed = await feedServer();
  const words = ["--fetch-allow", "127.0.0.0/8", "--fetch-host-pause", "0"];
  const dateline = await startEmpty(binary, words);
  try {
    const page = await visitor(browser, dateline.address);
    await page.goto("/");
    for (const name of ["name", "password", "again"]) {
      await page.fill(`[name=${name}]`, name === "name" ? "Ida Quell" : "a lamp on Skarn Hill");
    }
    await press(page, 'form[action="/setup"]');
    await page.fill("[name=address]", feed.url);
    await press(page, 'form[action="/feeds/add"]');
    await until("what is there is found", async () => {
      await page.goto("/search?q=port");
      return (await page.locator("main article.item").count()) > 0;
    });

    // With the keyboard to the button that keeps it.
    await page.locator(".found__keep button").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/searches/*");
    assert.match(await page.innerText("main"), /A quiet day at the port/);
    const kept = new URL(page.url()).pathname;
    assert.deepEqual([...(await htmlFaults(page)), ...(await accessFaults(page))], []);
    await press(page, 'form[action$="/feed"]');
    const feedHref = await page.locator("a[data-feed]").first().getAttribute("href");

    feed.add(3, "The port opens a new pier", "A ferry was first.");
    feed.add(4, "Swimmers in winter", "They swim.");
    await page.goto("/feeds");
    await press(page, 'form[action="/feeds/poll"]');
    await until("the new article stands in its section", async () => {
      await page.goto("/");
      const section = page.locator("section.day", { has: page.locator(`h2 a[href="${kept}"]`) });
      return (await section.count()) > 0 && /The port opens a new pier/.test(await section.innerText());
    });
    await page.goto(kept);
    assert.doesNotMatch(await page.innerText("main"), /Swimmers/);
    const atom = await (await fetch(new URL(feedHref, dateline.address))).text();
    assert.match(atom, /The port opens a new pier/);
    assert.doesNotMatch(atom, /Swimmers/);

    // Another address ends the old one.
    await press(page, 'form[action$="/feed"]');
    assert.equal((await fetch(new URL(feedHref, dateline.address))).status, 404);
    for (const path of ["/searches", "/alerts", "/rules", "/rules?q=port&does=mute"]) {
      await page.goto(path);
      assert.deepEqual([...(await htmlFaults(page)), ...(await accessFaults(page))], [], path);
    }
    leave(page);
    await page.context().close();
  } finally {
    await dateline.stop();
    feed.close();
  }
}

export const steps = {
  "results change letter by letter, by keyboard": (place) => walkInDemo(place, {}, letterByLetter),
  "nothing is found": (place) => walkInDemo(place, {}, nothing),
  "the page of results": (place) => walkInDemo(place, {}, wholePage),
  "the page of results without scripts": (place) => walkInDemo(place, { script: false }, wholePage),
  "a kept search gets what comes": (place) => keepIt(place),
};
