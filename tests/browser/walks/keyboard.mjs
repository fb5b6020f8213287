// The newspaper without a mouse.

import assert from "node:assert/strict";

import { walkInDemo } from "../browser.mjs";

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

export const steps = {
  "skip link, headline, article": (place) => walkInDemo(place, {}, toHeadline),
  "the same without scripts": (place) => walkInDemo(place, { script: false }, toHeadline),
  "every stop can be seen": (place) => walkInDemo(place, {}, everyStop),
};
