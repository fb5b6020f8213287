// Somebody stops in the middle of a long text and goes on there.

import assert from "node:assert/strict";

import { press, walkInDemo } from "../browser.mjs";

async function place(page) {
  const sentence = "The lamp on the hill burned until the morning came and the boats were home again. ";
  const text = Array.from({ length: 24 }, (_, number) => `Part ${number}. ${sentence.repeat(2)}`).join("\n\n");
  await page.goto("/clip");
  await page.fill("main [name=title]", "A long evening at the harbour");
  await page.fill("main [name=text]", text);
  await press(page, 'form[action="/clip"]');
  const path = new URL(page.url()).pathname;
  const parts = page.locator("[data-place] p");
  assert.ok((await parts.count()) > 12, `${await parts.count()} parts`);

  await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/place")),
    parts.nth(12).evaluate((one) => one.scrollIntoView({ block: "start" })),
  ]);
  await page.goto("/all");
  await page.goto(path);
  await page.click("[data-go-on]");
  const words = await page.locator("#stopped").evaluate((mark) => mark.parentElement.textContent);
  assert.match(words, /^Part 1[0-3]\./);
  assert.ok(await page.evaluate(() => scrollY > 200), "nothing moved");
}

export const steps = {
  "going on where one stopped": (where) => walkInDemo(where, { height: 600 }, place),
};
