// Reading without a connection, and that it shows nobody what another read.

import assert from "node:assert/strict";

import { press, signIn, visitor } from "../browser.mjs";

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker?.controller, null, { timeout: 30_000 });
const kept = (page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("dateline-pages-"));
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
const isKept = (page, path) =>
  page.waitForFunction(async (wanted) => {
    for (const name of await caches.keys()) {
      if (name.startsWith("dateline-pages-") && (await (await caches.open(name)).match(wanted, { ignoreVary: true }))) return true;
    }
    return false;
  }, path);

/** Opens the front page and an article with the worker at work; gives the article's path and title. */
async function readSome(page) {
  await page.goto("/");
  await controlled(page);
  await page.goto("/");
  await isKept(page, "/");
  await page.goto("/all");
  const path = (await page.locator("[data-item]").first().getAttribute("href")).split("?")[0];
  await page.goto(path);
  await isKept(page, path);
  return { path, title: (await page.innerText("main h1")).trim() };
}

async function reading({ browser, demo }) {
  const page = await visitor(browser, demo.address);
  await signIn(page, demo);
  const { path, title } = await readSome(page);
  assert.ok(!(await kept(page)).includes("/account") && !(await kept(page)).includes("/all"));
  await page.context().setOffline(true);
  await page.goto(path);
  assert.equal((await page.innerText("main h1")).trim(), title);
  assert.match(await page.innerText("[data-offline]"), /offline.*as of \d\d:\d\d/i);
  // A mark made now is sent when there is a connection.
  await page.click("form[data-star] button");
  await page.waitForFunction(() => localStorage.getItem("dateline-marks"));
  await page.goto("/");
  assert.ok((await page.locator("main h2 a").count()) > 3, "no front page");
  await page.goto("/feeds");
  assert.match(await page.innerText("main"), /no connection/);
  assert.ok((await page.locator(`[data-kept] a[href="${path}"]`).count()) === 1, "the article is not listed");
  await page.context().setOffline(false);
  await page.goto("/");
  await page.waitForFunction(() => !localStorage.getItem("dateline-marks"));
  await page.goto("/starred");
  assert.equal(await page.locator(`main h3 a[href^="${path}?"]`).count(), 1, "the mark was lost");
  await page.goto(path);
  assert.ok(await page.locator("[data-offline]").isHidden());
  await page.click("form[data-star] button");
  await page.waitForTimeout(300);
  await page.context().close();
}

/** Who signs out leaves nothing behind, and who comes next is shown nothing of it, offline or not. */
async function twoReaders({ browser, demo }) {
  const page = await visitor(browser, demo.address);
  await signIn(page, demo);
  await page.goto("/users");
  await page.fill("[name=note]", "For the next reader");
  await press(page, 'form[action="/users/invitations"]');
  const door = await page.locator("#link").getAttribute("href");
  const { path, title } = await readSome(page);
  const lead = (await page.request.get("/").then((answer) => answer.text())).match(/data-item>([^<]+)</)[1];

  const showsNothing = async (who) => {
    await page.context().setOffline(true);
    for (const address of [path, "/", "/classic", `${path}/text`]) {
      await page.goto(address).catch(() => {});
      const text = await page.evaluate(() => document.body?.innerText ?? "").catch(() => "");
      assert.ok(!text.includes(title) && !text.includes(lead), `${who}: ${address} is still shown`);
    }
    await page.context().setOffline(false);
  };
  await page.goto("/account");
  await press(page, 'form[action="/logout"]');
  await page.waitForFunction(async () => !(await caches.keys()).some((name) => name.startsWith("dateline-pages-")));
  await showsNothing("nobody");

  await page.goto(door);
  await page.fill("[name=name]", "Tom Reyes");
  await page.fill("[name=password]", "a kite over the bay");
  await page.fill("[name=again]", "a kite over the bay");
  await press(page, "main form");
  await page.goto("/");
  await controlled(page);
  await page.goto("/");
  await isKept(page, "/");
  await showsNothing("the next reader");
  await page.context().setOffline(true);
  await page.goto("/");
  assert.match(await page.innerText("body"), /Tom Reyes/, "their own page is kept");
  await page.context().close();
}

/** Who signs out without a connection is told so, and the session ends before anything is shown again. */
async function leavingOffline({ browser, demo }) {
  const page = await visitor(browser, demo.address);
  await signIn(page, demo);
  const { path, title } = await readSome(page);
  const [cookie] = (await page.context().cookies()).filter(({ httpOnly }) => httpOnly);
  await page.goto("/account");
  await page.context().setOffline(true);
  await press(page, 'form[action="/logout"]');
  assert.match(await page.innerText("[data-left]"), /signed out in this browser.*could not be told/s);
  assert.ok(await page.locator("[data-lead]").isHidden());
  assert.deepEqual(await kept(page), []);
  await page.goto(path);
  assert.ok(!(await page.innerText("body")).includes(title), "what was kept is still shown");
  await page.context().setOffline(false);
  await page.goto(path);
  assert.match(page.url(), /\/login/, "the session lived on");
  const headers = { cookie: `${cookie.name}=${cookie.value}` };
  const old = await fetch(new URL(path, demo.address), { headers, redirect: "manual" });
  assert.equal(old.status, 303, "the cookie still opens the newspaper");
  await page.context().close();
}

export const steps = {
  "who leaves offline is signed out when there is a connection": leavingOffline,
  "what was opened can be read offline": reading,
  "nothing is left for the next reader": twoReaders,
};
