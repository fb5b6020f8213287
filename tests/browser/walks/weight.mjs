// What the front page weighs, what holds up its first paint, and that nothing on it moves: also
// where its fonts come late. When it is painted is told, and not asserted: machines differ.

import assert from "node:assert/strict";

import { walkInDemo } from "../browser.mjs";
import { layoutFaults, watchLayout } from "../faults.mjs";

/** The most that page, style, scripts and fonts may weigh together, in bytes as they are sent. */
const LIGHT = 60_000;

/** Opens the front page as if for the first time, and gives what it asked for: `{ kind, path, bytes }`. */
async function opened(page) {
  const asked = [];
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  // At the first visit nothing stands between the browser and the server yet.
  await session.send("Network.setBypassServiceWorker", { bypass: true });
  const kinds = new Map();
  session.on("Network.responseReceived", ({ requestId, type, response }) => kinds.set(requestId, { type, url: response.url }));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const { type, url } = kinds.get(requestId) ?? {};
    if (url?.startsWith("http")) asked.push({ kind: type, path: new URL(url).pathname, bytes: encodedDataLength });
  });
  await page.goto("/", { waitUntil: "networkidle" });
  await session.detach();
  return asked;
}

const sum = (asked, isMeant) => asked.filter(isMeant).reduce((bytes, one) => bytes + one.bytes, 0);

async function light(page) {
  await watchLayout(page);
  const asked = await opened(page);
  const text = sum(asked, ({ kind }) => ["Document", "Stylesheet", "Script"].includes(kind));
  const fonts = sum(asked, ({ path }) => path.endsWith(".woff2"));
  const all = text + fonts;
  const painted = await page.evaluate(
    () =>
      new Promise((told) => {
        const watcher = new PerformanceObserver((list) => told(list.getEntries().at(-1).startTime));
        watcher.observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
  console.log(
    `      page, style and scripts ${text} bytes, fonts ${fonts} bytes, together ${all}, largest paint after ${Math.round(painted)} ms`,
  );
  assert.ok(text > 0 && fonts > 0, "nothing was weighed");
  assert.ok(all < LIGHT, `the front page weighs ${all} bytes: ${JSON.stringify(asked)}`);
  const holding = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((one) => one.renderBlockingStatus === "blocking")
      .map((one) => one.name),
  );
  assert.ok(holding.length <= 1, `before anything is painted come ${holding.join(", ")}`);
  assert.deepEqual(await layoutFaults(page), []);
}

async function lateFonts(page) {
  await watchLayout(page);
  await page.route("**/*.woff2", async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  for (const path of ["/", "/stories"]) {
    await page.goto(path, { waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(300);
    assert.deepEqual(await layoutFaults(page), [], path);
  }
}

const walks = { "light, at once and still": light, "still with fonts that come late": lateFonts };
export const steps = {};
for (const [title, walk] of Object.entries(walks)) {
  for (const [width, height] of [[390, 844], [1280, 900]]) {
    steps[`${title}, at ${width} pixels`] = (place) => walkInDemo(place, { width, height }, walk);
  }
}
