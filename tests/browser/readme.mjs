// node tests/browser/readme.mjs DATELINE: takes the pictures of docs/pictures anew, from the demo.

import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { launch, signIn, visitor } from "./browser.mjs";
import { everyPage } from "./every_page.mjs";
import { killAll, startDemo } from "./program.mjs";

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/browser/readme.mjs DATELINE");
  process.exit(2);
}
process.on("exit", killAll);
const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
/** How much of a picture is kept: what nobody misses at this size. */
const QUALITY = 0.82;

const browser = await launch();
const demo = await startDemo(resolve(binary));
const bench = await (await browser.newContext()).newPage();

/** Puts pictures side by side and keeps them as one. */
async function keep(name, shots) {
  const pictures = shots.map((shot) => `data:image/png;base64,${shot.toString("base64")}`);
  const webp = await bench.evaluate(
    async ([pictures, quality]) => {
      const images = pictures.map((source) => Object.assign(new Image(), { src: source }));
      await Promise.all(images.map((image) => image.decode()));
      const gap = 24;
      const width = images.reduce((sum, image) => sum + image.width, gap * (images.length - 1));
      const sheet = new OffscreenCanvas(width, Math.max(...images.map((image) => image.height)));
      let x = 0;
      for (const image of images) {
        sheet.getContext("2d").drawImage(image, x, 0);
        x += image.width + gap;
      }
      const bytes = await (await sheet.convertToBlob({ type: "image/webp", quality })).arrayBuffer();
      return [...new Uint8Array(bytes)];
    },
    [pictures, QUALITY],
  );
  await writeFile(join(folder, `${name}.webp`), Buffer.from(webp));
  console.log(`${name}.webp: ${webp.length} bytes`);
}

/** A visitor of this size, who is signed in and gives the picture of a page. */
async function eye(options) {
  const page = await visitor(browser, demo.address, options);
  await signIn(page, demo);
  const paths = await everyPage(page);
  return async (name) => {
    await page.goto(paths[name], { waitUntil: "networkidle" });
    // A font that came late waits for the next page.
    await page.reload({ waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready);
    return page.screenshot();
  };
}

const desk = { width: 1280, height: 1080 };
const light = await eye(desk);
await keep("front", [await light("front")]);
await keep("story", [await light("story_said")]);
await keep("article", [await light("article_said")]);
const dark = await eye({ ...desk, scheme: "dark" });
await keep("front-dark", [await dark("front")]);
const phone = await eye({ width: 390, height: 844 });
const night = await eye({ width: 390, height: 844, scheme: "dark" });
await keep("phone", [await phone("front"), await night("article_said"), await phone("story_said")]);
await browser.close();
await demo.stop();
