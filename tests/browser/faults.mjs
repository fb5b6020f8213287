// What is wrong with the page that a visitor looks at.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Only what the HTML standard says; how tags are written is not its business here.
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:standard"] }));

/** What axe-core finds that keeps people out, or only makes it harder. */
export async function accessFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}

/** What a page may move in all while it loads, as browsers measure it; nobody sees less. */
const MOVED = 0.01;

/** Notes, on every page that is opened from now on, what moves after it was painted. */
export async function watchLayout(page) {
  await page.addInitScript(() => {
    globalThis.shifts = [];
    const note = (list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.textContent);
        globalThis.shifts.push({ value, moved });
      }
    };
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  });
}

/** Where the page is wider than the window, and what moved on it: see `watchLayout`. */
export async function layoutFaults(page) {
  const [needs, has, shifts] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth, globalThis.shifts];
  });
  const faults = needs > has ? [`it is ${needs} pixels wide and has ${has}`] : [];
  const moved = shifts.reduce((sum, { value }) => sum + value, 0);
  if (moved >= MOVED) faults.push(`moves by ${moved.toFixed(3)}: ${JSON.stringify(shifts)}`);
  return faults;
}

/** Where the page, as the server sends it, breaks the rules of HTML. */
export async function htmlFaults(page) {
  const html = await (await page.request.get(page.url())).text();
  const { results } = await validator.validateString(html);
  const lines = html.split("\n");
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${lines[line - 1]?.trim().slice(0, 160)}`),
  );
}
