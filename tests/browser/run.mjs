// node tests/browser/run.mjs DATELINE [WALK…]: walks through Dateline in a real browser.
//
// DATELINE is the program. Each file of walks/ is a walk; without names, all of them are taken.

import { readdir } from "node:fs/promises";
import { resolve } from "node:path";

import { launch } from "./browser.mjs";
import { killAll, startDemo } from "./program.mjs";

const [binary, ...chosen] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/browser/run.mjs DATELINE [WALK…]");
  process.exit(2);
}
/** How long a step may take, in milliseconds: this only ends what hangs. */
const PATIENCE = 300_000;

async function patiently(work) {
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the step does not end")), PATIENCE);
  });
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
process.on("exit", killAll);

const folder = new URL("walks/", import.meta.url);
const names = (await readdir(folder)).filter((file) => file.endsWith(".mjs")).map((file) => file.slice(0, -4));
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`there is no walk ${unknown.join(", ")}; there are ${names.join(", ")}`);
  process.exit(2);
}

let failed = 0;

/** Takes these walks one after another, in a browser and a demo of their own. */
async function take(walks) {
  const browser = await launch();
  const demo = await startDemo(resolve(binary));
  const place = { browser, demo, binary: resolve(binary) };
  for (const name of walks) {
    const { steps } = await import(new URL(`${name}.mjs`, folder));
    for (const [title, step] of Object.entries(steps)) {
      const began = Date.now();
      try {
        await patiently(step(place));
        console.log(`ok    ${name}: ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}: ${title}\n${error.stack}`);
        // What a failed step left open would disturb the next one.
        for (const context of browser.contexts()) await context.close();
      }
    }
  }
  await browser.close();
  await demo.stop();
}

// A walk waits for pages more than it works, so that two rows of them take little longer than one.
const walks = names.sort().filter((name) => chosen.length === 0 || chosen.includes(name));
const rows = [0, 1].map((row) => walks.filter((_, at) => at % 2 === row));
await Promise.all(rows.filter((row) => row.length > 0).map(take));
if (failed > 0) {
  console.error(`${failed} failed`);
  process.exit(1);
}
