// A feed is removed, added by the address of its site, renamed and put into a folder; what cannot
// be added says why.

import assert from "node:assert/strict";

import { press, walkInDemo } from "../browser.mjs";
import { exported } from "../opml.mjs";

const OUTLET = "Orbit Weekly";
const RENAMED = "Science on Saturdays";

function row(page, title) {
  return page.locator('main a[href^="/feeds/"]', { hasText: title });
}

async function settingsOf(page, title) {
  await page.goto("/feeds");
  const href = await row(page, title).first().getAttribute("href");
  return `${href.match(/^\/feeds\/\d+/)[0]}/settings`;
}

async function remove(page, title) {
  const settings = await settingsOf(page, title);
  await page.goto(settings.replace(/settings$/, "remove"));
  await press(page, 'form[action$="/remove"]');
  assert.equal(new URL(page.url()).pathname, "/feeds");
  assert.equal(await row(page, title).count(), 0, `${title} is still there`);
}

async function add(page, address, folder = "") {
  await page.goto("/feeds");
  const form = page.locator('form[action="/feeds/add"]').first();
  await form.locator("[name=address]").fill(address);
  await form.locator("[name=folder]").fill(folder);
  await press(page, 'form[action="/feeds/add"]');
}

async function keeping(page) {
  const site = new URL((await exported(page)).get(OUTLET).xmlUrl).origin;
  await remove(page, OUTLET);
  await add(page, `${site}/`, "Science");
  assert.ok((await row(page, OUTLET).count()) > 0, await page.innerText("main"));

  await add(page, `${site}/`);
  assert.match(await page.innerText("body"), /already/);

  await page.goto(await settingsOf(page, OUTLET));
  await page.fill("main [name=title]", RENAMED);
  await page.fill("main [name=folder]", "Weekend/Long reads");
  await press(page, 'main form[action$="/settings"]');
  assert.ok((await row(page, RENAMED).count()) > 0, "not renamed");
  const feed = (await exported(page)).get(RENAMED);
  assert.deepEqual(feed.folder, ["Weekend", "Long reads"]);

  await page.goto("/feeds");
  await press(page, 'form[action="/feeds/poll"]');
  assert.equal(new URL(page.url()).pathname, "/feeds");

  await page.goto(await settingsOf(page, RENAMED));
  await page.fill("main [name=title]", "");
  await page.fill("main [name=folder]", "Business and science");
  await press(page, 'main form[action$="/settings"]');
  assert.ok((await row(page, OUTLET).count()) > 0, "its own title is not back");
}

async function refusals(page) {
  const before = (await exported(page)).size;
  const northern = new URL((await exported(page)).get("Northern Wire").xmlUrl).origin;
  const cases = [
    ["", /./],
    ["not an address", /address/i],
    ["javascript:alert(1)", /http/i],
    ["http://127.0.0.1:9/feed", /127\.0\.0\.1|private|loopback|allow/i],
    ["http://169.254.169.254/latest/meta-data", /169\.254|private|allow|link-local/i],
    [`${northern}/media/none.png`, /404|feed/i],
  ];
  for (const [address, expected] of cases) {
    await page.goto("/feeds");
    // What a browser would refuse to send is for the server to refuse as well.
    await page.locator('form[action="/feeds/add"]').first().evaluate((form) => (form.noValidate = true));
    await page.locator('form[action="/feeds/add"] [name=address]').first().fill(address);
    await press(page, 'form[action="/feeds/add"]');
    assert.match(await page.innerText("body"), expected, address);
    assert.ok(await page.locator("[role=alert]").count(), `no alert for ${address}`);
  }
  assert.equal((await exported(page)).size, before);
}

async function dead(page) {
  await page.goto("/feeds");
  assert.match(await page.innerText("main"), /410|gone/i);
}

const plain = { script: false };
export const steps = {
  "a feed is removed, added, renamed, filed": (place) => walkInDemo(place, {}, keeping),
  "the same without scripts": (place) => walkInDemo(place, plain, keeping),
  "what cannot be added says why": (place) => walkInDemo(place, plain, refusals),
  "a feed that has ended says so": (place) => walkInDemo(place, plain, dead),
};
