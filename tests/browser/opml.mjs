// Lists of subscriptions, as the feeds page gives them out.

import { readFile } from "node:fs/promises";

/** The visitor's feeds by title: `{ xmlUrl, folder }`, the folder from the top. */
export async function exported(page) {
  return feedsOf(await (await page.request.get("/feeds/export.opml")).text());
}

/** Presses the link that downloads the list, and returns its path and text. */
export async function download(page) {
  await page.goto("/feeds");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.click('a[href="/feeds/export.opml"]'),
  ]);
  const path = await file.path();
  return { path, name: file.suggestedFilename(), text: await readFile(path, "utf8") };
}

/** The feeds of a list by title. */
export function feedsOf(opml) {
  const feeds = new Map();
  const folder = [];
  for (const [, tag, attributes, selfClosed] of opml.matchAll(/<(\/?outline)\b((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    const attribute = (name) => unescaped(attributes.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]);
    if (tag === "/outline") {
      folder.pop();
    } else if (selfClosed) {
      feeds.set(attribute("title") ?? attribute("text"), {
        xmlUrl: attribute("xmlUrl"),
        folder: folder.filter((level) => level !== undefined),
      });
    } else {
      folder.push(attribute("title") ?? attribute("text"));
    }
  }
  return feeds;
}

const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text) {
  return text?.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal, hex, name) => {
    if (name) return SIGNS[name];
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}
