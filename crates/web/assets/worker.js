// Keeps the front page and the articles that were opened last, for reading without a connection.
//
// Only pages are kept that the server marks for it. They are kept under the name of the session that
// they were given to, and go with it: an answer to another session, or a page that is shown to
// nobody, empties what was kept before anything else happens.

const FILES = "dateline-files-DIGEST";
const PAGES = "dateline-pages-";
const WHO = "dateline-reader";
const NEEDED = ["/offline", "/assets/DIGEST/dateline.css", "/assets/DIGEST/dateline.js", "/assets/DIGEST/icon.svg"];
const FRONTS = ["/", "/front", "/classic"];
const MOST = 50;
const PATIENCE = 4000;
const LEAVING = ["/logout", "/account/sign-out-everywhere"];
const LOOSE = { ignoreVary: true };

// What is decided about the kept pages is decided one after the other.
let line = Promise.resolve();
const inLine = (work) => {
  const done = line.then(work);
  line = done.catch(() => {});
  return done;
};

const told = async (name) => {
  const found = await (await caches.open(WHO)).match(`/${name}`);
  return found ? found.text() : "";
};
const tell = async (name, text) => (await caches.open(WHO)).put(`/${name}`, new Response(text));

/** Forgets all pages. An answer to the session that ended, which is still on its way, is not kept. */
const forget = async () => {
  const [reader, ended] = [await told("reader"), await told("ended")];
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  await tell("reader", "");
  if (reader) await tell("ended", [reader, ...ended.split(" ")].slice(0, 20).join(" "));
};

const find = async (name) => {
  const reader = await told("reader");
  if (!reader || !(await caches.has(PAGES + reader))) return undefined;
  const pages = await caches.open(PAGES + reader);
  return (await pages.match(name, LOOSE)) ?? (name === "/" ? pages.match("/classic", LOOSE) : undefined);
};

const keep = async (reader, name, response) => {
  const pages = await caches.open(PAGES + reader);
  await pages.delete(name, LOOSE);
  await pages.put(name, response);
  const names = (await pages.keys()).map(({ url }) => new URL(url).pathname);
  const articles = names.filter((one) => !FRONTS.includes(one));
  for (const old of articles.slice(0, Math.max(0, articles.length - MOST))) await pages.delete(old, LOOSE);
};

/** Learns from an answer whose it is, and keeps it where it may. */
const note = (name, response) =>
  inLine(async () => {
    const reader = response.headers.get("dateline-reader");
    if (!reader || (await told("ended")).split(" ").includes(reader)) return;
    if (reader !== (await told("reader"))) {
      await forget();
      if (reader !== "nobody") await tell("reader", reader);
    }
    if (reader !== "nobody" && response.ok && response.headers.get("dateline-keep")) await keep(reader, name, response);
  });

const rebuilt = async (response, change) => {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(change(await response.text()), { headers });
};

/** The page for those that are not kept, with the ones that are. */
const offline = async () => {
  const page = await (await caches.open(FILES)).match("/offline", LOOSE);
  if (!page) return Response.error();
  const reader = await told("reader");
  const links = [];
  if (reader && (await caches.has(PAGES + reader))) {
    const pages = await caches.open(PAGES + reader);
    for (const request of (await pages.keys()).reverse()) {
      const { pathname } = new URL(request.url);
      const text = pathname.endsWith("/text") ? "" : await (await pages.match(request, LOOSE)).text();
      const title = text.match(/<title>([^<]*)<\/title>/)?.[1].replace(/ · Dateline$/, "");
      if (title) links.push(`<li><a href="${pathname}">${title}</a></li>`);
    }
  }
  return rebuilt(page, (html) => html.replace(/(<ul[^>]*data-kept[^>]*>)/, (list) => list + links.join("")));
};

/** Tells the server of those who left while there was no connection; only then is anything else asked. */
const leave = async () => {
  const left = await told("left");
  if (!left) return;
  const [path, body] = JSON.parse(left);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await fetch(path, { method: "POST", headers, body, redirect: "manual" });
  if (answer.status < 500) await tell("left", "");
};

/** What is shown to those who leave while there is no connection. */
const leftOffline = async () => {
  const page = await (await caches.open(FILES)).match("/offline", LOOSE);
  if (!page) return Response.error();
  return rebuilt(page, (html) => html.replace(" data-left hidden", " data-left").replace(" data-lead", " data-lead hidden"));
};

const signOut = async (request, path) => {
  await inLine(forget);
  const body = await request.clone().text();
  try {
    return await fetch(request);
  } catch {
    await inLine(() => tell("left", JSON.stringify([path, body])));
    registration.sync?.register("leave").catch(() => {});
    return leftOffline();
  }
};

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

const answer = async (name, network, isPage) => {
  const kept = await find(name);
  try {
    return await (kept ? Promise.race([network, late()]) : network);
  } catch {
    if (!kept) return isPage ? offline() : Response.error();
    return isPage ? rebuilt(kept, (html) => html.replace(" data-offline hidden", " data-offline")) : kept;
  }
};

addEventListener("install", (event) => {
  const files = caches.open(FILES).then((cache) => cache.addAll(NEEDED));
  event.waitUntil(files.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("dateline-files-") && name !== FILES) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(old());
});

addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(clients.claim());
});

addEventListener("sync", (event) => {
  if (event.tag === "leave") event.waitUntil(inLine(leave));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && LEAVING.includes(pathname)) {
    return event.respondWith(signOut(request, pathname));
  }
  if (request.method !== "GET") return;
  if (NEEDED.includes(pathname) && pathname.startsWith("/assets/")) {
    return event.respondWith(caches.match(pathname, LOOSE).then((found) => found ?? fetch(request)));
  }
  const isPage = request.mode === "navigate";
  if (!isPage && !/^\/article\/\d+\/text$/.test(pathname)) return;
  const network = inLine(leave).then(() => fetch(request));
  // What comes too late to be shown is kept all the same.
  event.waitUntil(network.then((response) => note(pathname, response.clone())).catch(() => {}));
  event.respondWith(answer(pathname, network, isPage));
});
