// From an empty folder to a front page: a password, two packs, and what is seen while nobody answers;
// then a feed that answers.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";

import { leave, press, screenshot, until, visitor } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";
import { startEmpty } from "../program.mjs";

const OWNER = { name: "Ida Quell", password: "a lamp on Skarn Hill" };

/** A newspaper on loopback with a feed of its own. */
async function newspaper() {
  const words = "The harbour office said on Monday that the ferry will run again from Thursday on. ".repeat(20);
  const item = (n) =>
    `<item><title>The ferry runs again, part ${n}</title><link>http://${address()}/${n}</link><guid>${n}</guid>` +
    `<pubDate>${new Date(Date.now() - n * 60_000).toUTCString()}</pubDate><description>${words}</description></item>`;
  const server = createServer((request, response) => {
    const isFeed = request.url === "/feed.xml";
    const items = [1, 2, 3].map(item).join("");
    response.writeHead(isFeed ? 200 : 404, { "content-type": "application/rss+xml" });
    response.end(isFeed ? `<rss version="2.0"><channel><title>Bay Tribune</title><link>http://${address()}/</link>${items}</channel></rss>` : "");
  });
  const address = () => `127.0.0.1:${server.address().port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { feed: () => `http://${address()}/feed.xml`, close: () => server.close() };
}

async function faults(page, { script = true }) {
  // axe-core waits for timers, which a page without scripts does not have.
  return [...(await htmlFaults(page)), ...(script ? await accessFaults(page) : [])];
}

/** Moves on with the keyboard alone until the focus is where it is wanted. */
async function tabTo(page, selector) {
  for (let steps = 0; steps < 250; steps += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

async function setUp(place, options) {
  const paper = await newspaper();
  // No name is looked up here: what the packs name cannot be reached.
  const dateline = await startEmpty(place.binary, ["--fetch-allow", "127.0.0.0/8", "--fetch-timeout", "5"]);
  try {
    const page = await visitor(place.browser, dateline.address, options);
    await page.goto("/");
    await page.fill("[name=name]", OWNER.name);
    await page.fill("[name=password]", OWNER.password);
    await page.fill("[name=again]", OWNER.password);
    await press(page, 'form[action="/setup"]');
    await page.waitForSelector("#pack-cr");
    await screenshot(page, `setup-packs${options.script === false ? "-plain" : ""}`);
    assert.deepEqual(await faults(page, options), []);

    // Two packs, without a mouse.
    await tabTo(page, "#pack-cr");
    await page.keyboard.press("Space");
    await tabTo(page, "#pack-ch-it, #pack-me");
    await page.keyboard.press("Space");
    await tabTo(page, 'button[value="follow"]');
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.equal(new URL(page.url()).pathname, "/");
    assert.match(await page.innerText("main"), /first front page is on its way|None of your feeds/);

    // Nobody answers: it says so, and offers to try again.
    const failed = async () => /None of your feeds could be read/.test(await page.innerText("main"));
    if (options.script === false) await until(page, "/", failed);
    else await page.waitForFunction(() => /None of your feeds/.test(document.querySelector("main").innerText));
    await screenshot(page, `setup-failed${options.script === false ? "-plain" : ""}`);
    assert.match(await page.innerText("main"), /Nothing is lost/);
    assert.deepEqual(await faults(page, options), []);
    assert.ok((await page.locator('main form[action="/feeds/poll"] button').count()) === 1);

    // An address that answers: the front page fills.
    await page.goto("/feeds");
    await page.fill("[name=address]", paper.feed());
    await press(page, 'form[action="/feeds/add"]');
    await until(page, "/", async () => /The ferry runs again/.test(await page.innerText("main")));
    leave(page);
    await page.context().close();
  } finally {
    await dateline.stop();
    paper.close();
  }
}

export const steps = {
  "from a password to a front page by keyboard": (place) => setUp(place, {}),
  "the same without scripts": (place) => setUp(place, { script: false }),
};
