// node tests/browser/shots.mjs DATELINE FOLDER [PAGE…]: pictures of every page, as people see them.
//
// Each page is taken at 390, 1,024 and 1,600 pixels, in the light and in the dark, to its end; those
// before sign-in too. With names of pages, only those are taken. The names are in every_page.mjs,
// and "setup" and "login".

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { launch, signIn, visitor } from "./browser.mjs";
import { everyPage } from "./every_page.mjs";
import { killAll, startDemo, startEmpty } from "./program.mjs";

const [binary, folder, ...chosen] = process.argv.slice(2);
if (!binary || !folder) {
  console.error("usage: node tests/browser/shots.mjs DATELINE FOLDER [PAGE…]");
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
process.on("exit", killAll);

const SIZES = [
  [390, 844],
  [1024, 1366],
  [1600, 1000],
];
const isChosen = (name) => chosen.length === 0 || chosen.includes(name);

await mkdir(folder, { recursive: true });
const browser = await launch();
const demo = await startDemo(resolve(binary));
const empty = isChosen("setup") ? await startEmpty(resolve(binary)) : undefined;
let taken = 0;

async function take(page, name, path) {
  await page.goto(path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  // What is loaded only when it is near is loaded now.
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  taken += 1;
}

for (const scheme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    const options = { scheme, width, height };
    const named = (name) => `${name}-${width}-${scheme}`;
    const page = await visitor(browser, demo.address, options);
    if (isChosen("login")) await take(page, named("login"), "/login");
    await signIn(page, demo);
    for (const [name, path] of Object.entries(await everyPage(page))) {
      if (isChosen(name)) await take(page, named(name), path);
    }
    await page.context().close();
    if (!empty) continue;
    const newcomer = await visitor(browser, empty.address, options);
    await take(newcomer, named("setup"), "/setup");
    await newcomer.context().close();
  }
}
await browser.close();
await demo.stop();
await empty?.stop();
console.log(`${taken} pictures in ${folder}`);
