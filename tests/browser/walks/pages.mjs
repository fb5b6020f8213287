// Every page, in the light and in the dark, on a phone and on a desk: its accessibility by axe-core,
// its HTML by html-validate, its width, and that nothing on it moves while it loads.

import assert from "node:assert/strict";

import { leave, screenshot, visitor, walkInDemo } from "../browser.mjs";
import { everyPage } from "../every_page.mjs";
import { accessFaults, htmlFaults, layoutFaults, watchLayout } from "../faults.mjs";

export { everyPage as pages };

const SIZES = [
  [390, 844],
  [1280, 900],
];
/** The narrowest phone, which is also a desk at 400 %, and what else people have. */
const WIDTHS = [320, 390, 768, 1024, 1280, 1600];

async function sound(page) {
  await watchLayout(page);
  const faults = [];
  for (const [name, path] of Object.entries(await everyPage(page))) {
    await page.goto(path, { waitUntil: "networkidle" });
    const found = [...(await accessFaults(page)), ...(await layoutFaults(page))];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  assert.deepEqual(faults, []);
}

async function valid(page) {
  const faults = [];
  for (const [name, path] of Object.entries(await everyPage(page))) {
    await page.goto(path);
    faults.push(...(await htmlFaults(page)).map((fault) => `${name}: ${fault}`));
  }
  assert.deepEqual(faults, []);
}

/** No page is wider than the window, with letters of any size. */
async function fitting(page) {
  const faults = [];
  for (const [name, path] of Object.entries(await everyPage(page))) {
    for (const size of ["3", "5"]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await page.evaluate((size) => (document.documentElement.dataset.size = size), size);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const [needs, has] = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return [scrollWidth, clientWidth];
        });
        if (needs > has) faults.push(`${name}, letters ${size}: is ${needs} pixels wide and has ${has}`);
      }
    }
  }
  assert.deepEqual(faults, []);
}

async function beforeSignIn({ browser, demo }) {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of SIZES) {
      const page = await visitor(browser, demo.address, { scheme, width, height });
      await watchLayout(page);
      await page.goto("/login", { waitUntil: "networkidle" });
      const faults = [await accessFaults(page), await htmlFaults(page), await layoutFaults(page)];
      assert.deepEqual(faults.flat(), []);
      leave(page);
      await page.context().close();
    }
  }
}

/** Chosen once, it is on every page from its first paint on, whatever the device prefers. */
async function looks(page, script) {
  await page.goto("/about");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const choose = async (name, value) => {
    await page.locator(".look > summary").click();
    const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/look");
    await page.locator(`.look [name="${name}"][value="${value}"]`).click();
    await answered;
    if (script) await page.keyboard.press("Escape");
    else await page.waitForLoadState();
  };
  await choose("theme", "dark");
  await choose("size", "5");
  await choose("face", "sans");
  assert.equal(new URL(page.url()).pathname, "/about");
  for (const path of ["/about", "/", "/no/such/page"]) {
    await page.goto(path);
    assert.notEqual(await paper(), light, path);
    const told = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    assert.deepEqual(told, { theme: "dark", size: "5", width: "normal", face: "sans" }, path);
  }
  await page.goto("/");
  await page.locator(".look > summary").click();
  assert.equal(await page.locator(".look [aria-pressed=true][name=theme]").getAttribute("value"), "dark");
  // axe-core is a script itself.
  if (script) assert.deepEqual(await accessFaults(page), []);
  await screenshot(page, `look-${script ? "with" : "without"}-script`);
}

export const steps = {
  "valid HTML": (place) => walkInDemo(place, {}, valid),
  "as wide as the window": (place) => walkInDemo(place, {}, fitting),
  "sound before sign-in": beforeSignIn,
  "looks as it was chosen": (place) => walkInDemo(place, {}, (page) => looks(page, true)),
  "looks as it was chosen, without script": (place) =>
    walkInDemo(place, { script: false }, (page) => looks(page, false)),
};
for (const scheme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    steps[`sound in the ${scheme} at ${width} pixels`] = (place) => walkInDemo(place, { scheme, width, height }, sound);
  }
}
