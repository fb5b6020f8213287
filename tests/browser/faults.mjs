// What is wrong with the page that a visitor looks at.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Only what the HTML standard says; how tags are written is not its business here.
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:standard"] }));

/** What axe-core finds that keeps people out: its serious and critical violations. */
export async function accessFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
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
