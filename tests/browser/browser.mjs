// Chromium, and visitors in it.

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const screenshots = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "screenshots");

/** How long anything may take. Nothing is timed; this only ends a test that hangs. */
const PATIENCE = 60_000;

// A browser at rest asks its maker for many things, none of which belong in a test.
const QUIET = [
  "--disable-background-networking",
  "--disable-client-side-phishing-detection",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-proxy-server",
];

export async function launch() {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Chromium's sandbox does not start as root.
    args: asRoot ? [...QUIET, "--no-sandbox"] : QUIET,
    timeout: PATIENCE,
  });
}

/**
 * A visitor with a browser profile of their own: a Playwright page with `complaints`, a list of
 * what the browser found wrong while the visitor walked: errors of scripts, things the content
 * security policy refused, and own files that were not there.
 */
export async function visitor(browser, address, { script = true, scheme = "light", width = 1024, height = 800, scale = 1, touch = false } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: script,
    colorScheme: scheme,
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: "reduce",
    hasTouch: touch,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.complaints = [];
  const complain = (what) => page.complaints.push(`${new URL(page.url()).pathname}: ${what}`);
  page.on("pageerror", (error) => complain(error.message));
  page.on("console", (message) => {
    // What could not be loaded is looked at below, where it is known whose it was.
    const loading = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !loading) complain(message.text());
  });
  page.on("response", (response) => {
    const own = response.url().startsWith(address);
    const isPage = response.request().resourceType() === "document";
    if (own && !isPage && response.status() >= 400) complain(`${response.status()} ${response.url()}`);
  });
  return page;
}

export async function signIn(page, { name, password }) {
  await page.goto("/login");
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", password);
  await press(page, 'form[action="/login"]');
  await page.waitForURL("**/");
}

/** Presses the button that sends a form, and waits for the page that answers. */
export async function press(page, form) {
  const button = page.locator(form).first().locator("button:not([type=button]), [type=submit]").first();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Loads a page again until something holds, which another task of the server brings about. */
export async function until(page, path, holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    await page.goto(path);
    if (await holds()) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`${path} did not change`);
}

/** A visitor who is signed in to the demo, walks, and leaves without complaints. */
export async function walkInDemo({ browser, demo }, options, walk) {
  const page = await visitor(browser, demo.address, options);
  await signIn(page, demo);
  await walk(page);
  leave(page);
  await page.context().close();
}

/** Fails where the browser had something to complain about. */
export function leave(page) {
  if (page.complaints.length > 0) throw new Error(page.complaints.join("\n"));
}

export async function screenshot(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
