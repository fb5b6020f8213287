// A picture that does not come leaves its place empty on a list and takes none on its own page.
const missing = (image) => image.closest(".picture")?.classList.add("picture--missing");
for (const image of document.querySelectorAll(".picture img")) {
  if (image.complete && image.naturalWidth === 0) missing(image);
  else image.addEventListener("error", () => missing(image));
}

// Pages that tell of work in progress fill themselves.
const refresh = async () => {
  const main = document.querySelector("main[data-refresh]");
  if (!main) return;
  await new Promise((done) => setTimeout(done, 1000 * Number(main.dataset.refresh)));
  if (document.visibilityState === "visible" && !main.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (answer.ok && !fresh?.dataset.refresh) location.reload();
      if (answer.ok && fresh) main.replaceWith(document.adoptNode(fresh));
    } catch {
      // The server restarts, perhaps; the next round tells.
    }
  }
  refresh();
};
refresh();

// What stands beside a story or an article in the page that it was opened from. Lists of articles
// tell it in their links; for all else it is remembered in this tab.
const LIST = "dateline-list";
const items = () => [...document.querySelectorAll("[data-item]")];
const pathOf = (href) => new URL(href, location.href).pathname;
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-item]")) return;
  const list = { reader, from: location.href, to: items().map((item) => item.href) };
  try {
    sessionStorage.setItem(LIST, JSON.stringify(list));
  } catch {
    // Without it there is only no next one.
  }
});
const listOfTab = () => {
  try {
    const list = JSON.parse(sessionStorage.getItem(LIST) ?? "null");
    const at = list?.to.findIndex((href) => pathOf(href) === location.pathname) ?? -1;
    return list?.reader === reader && at >= 0 ? { ...list, at } : undefined;
  } catch {
    return undefined;
  }
};
/** The address of the next one (1) or the one before (-1); nothing on a page that is none of a list. */
const beside = (by) => {
  if (document.querySelector(".turn")) {
    return document.querySelector(by > 0 ? "a[data-after-this]" : "a[data-before]")?.href;
  }
  const list = listOfTab();
  return list?.to[list.at + by];
};
const turnTo = (by) => {
  const href = beside(by);
  if (href) location.assign(href);
};
const toList = () => {
  const href = document.querySelector("a[data-list]")?.href ?? listOfTab()?.from;
  if (href) location.assign(href);
  else if (history.length > 1) history.back();
};
