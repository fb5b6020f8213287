// node tests/browser/icons.mjs: draws the icons of the app from crates/web/assets/icon.svg.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";

const assets = fileURLToPath(new URL("../../crates/web/assets/", import.meta.url));
const svg = await readFile(`${assets}icon.svg`, "utf8");
// Home screens cut what they mask: the sign stays in the middle, and the ground goes to the edge.
const masked = svg
  .replace(' rx="6"', "")
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace('<rect width="32" height="32"', '<rect x="-5" y="-5" width="42" height="42"');

const browser = await launch();
for (const [name, size, picture] of [
  ["icon-192.png", 192, svg],
  ["icon-512.png", 512, svg],
  ["icon-maskable.png", 512, masked],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${picture}`);
  await writeFile(`${assets}${name}`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
