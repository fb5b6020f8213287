// The newspaper without a mouse.

import assert from "node:assert/strict";

import { press, walkInDemo } from "../browser.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {
      href: element.getAttribute("href") ?? "",
      inMain: element.closest("main") !== null,
      visible: ringed || style.boxShadow !== "none",
    };
  });

async function toHeadline(page) {
  await page.goto("/");
  await page.keyboard.press("Tab");
  const skip = await focused(page);
  assert.match(skip.href, /^#/, "the first stop is not the skip link");
  assert.ok(skip.visible, "the skip link's focus cannot be seen");
  await page.keyboard.press("Enter");

  for (let stops = 0; stops < 15; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    assert.ok(stop.inMain, `the skip link did not skip: ${stop.href}`);
    assert.ok(stop.visible, `the focus on ${stop.href} cannot be seen`);
    if (stop.href.startsWith("/article/")) {
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${stop.href}`);
      return;
    }
  }
  assert.fail("no headline within fifteen stops");
}

async function everyStop(page) {
  for (const path of ["/", "/feeds", "/account"]) {
    await page.goto(path);
    const seen = new Set();
    for (let stops = 0; stops < 400; stops += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        element.dataset.stop ??= String(Math.random());
        return element === document.body ? "" : element.dataset.stop;
      });
      if (stop === "" || seen.has(stop)) break;
      seen.add(stop);
      assert.ok((await focused(page)).visible, `a stop on ${path} cannot be seen`);
    }
    assert.ok(seen.size > 3, `${seen.size} stops on ${path}`);
  }
}

const going = (page, url) => page.waitForURL(url);

/** From the newspaper to the classic view, an article, the next one, and back, with keys only. */
async function reading(page) {
  await page.goto("/");
  await page.keyboard.press("j");
  assert.ok((await focused(page)).visible, "the headline that j went to cannot be seen");
  const first = (await focused(page)).href;
  await page.keyboard.press("o");
  await going(page, `**${first}`);
  await page.keyboard.press("u");
  await going(page, (url) => url.pathname === "/");

  await page.keyboard.type("gu");
  await going(page, "**/unread");
  await page.keyboard.press("j");
  const { href } = await focused(page);
  await page.keyboard.press("Enter");
  await going(page, `**${href}`);
  const star = page.locator("form[data-star] button");
  const before = await star.innerText();
  await page.keyboard.press("s");
  await page.waitForFunction((text) => document.querySelector("form[data-star] button").textContent !== text, before);
  await page.keyboard.press("s");
  const next = await page.locator("a[data-after-this]").getAttribute("href");
  await page.keyboard.press("j");
  await going(page, `**${next}`);
  await page.keyboard.press("k");
  await going(page, `**${href}`);
  await page.keyboard.press("u");
  await going(page, "**/unread");
}

async function help(page) {
  await page.goto("/all");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  assert.match(await page.innerText("dialog"), /Mark all as read/);
  await page.keyboard.press("j");
  assert.equal(await page.locator("main [data-item]:focus").count(), 0, "the list below moved");
  await page.keyboard.press("Escape");
  await page.locator("dialog:not([open])").waitFor({ state: "attached" });
  await page.keyboard.press("/");
  await page.keyboard.type("gc?j");
  assert.equal(await page.inputValue("#find"), "gc?j", "keys did something while typing");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#find:focus").count(), 0, "the box was not left");
}

async function switchedOff(page) {
  await page.goto("/account");
  await page.uncheck("[name=keys]");
  await press(page, 'form[action="/account/reading"]');
  await page.goto("/all");
  await page.keyboard.type("jgu?");
  await page.waitForTimeout(300);
  assert.equal(new URL(page.url()).pathname, "/all");
  assert.equal(await page.locator("main [data-item]:focus, dialog").count(), 0, "a key did something");
  await page.goto("/account");
  await page.check("[name=keys]");
  await press(page, 'form[action="/account/reading"]');
}

export const steps = {
  "reading by keys only": (place) => walkInDemo(place, {}, reading),
  "the keys are listed": (place) => walkInDemo(place, {}, help),
  "keys can be switched off": (place) => walkInDemo(place, {}, switchedOff),
  "skip link, headline, article": (place) => walkInDemo(place, {}, toHeadline),
  "the same without scripts": (place) => walkInDemo(place, { script: false }, toHeadline),
  "every stop can be seen": (place) => walkInDemo(place, {}, everyStop),
};
