// Where somebody stops in a long article is remembered, in thousandths of its text: a width or a size
// of letters of another day leads to the same sentence.
{
  const prose = document.querySelector("[data-place]");
  const own = (range) => String(range).length;
  const placeNow = () => {
    const head = prose.querySelector(".prose__place")?.textContent.length ?? 0;
    const all = prose.textContent.length - head;
    if (prose.getBoundingClientRect().bottom < innerHeight) return 1000;
    for (const block of prose.querySelectorAll("p:not(.prose__place), h1, h2, h3, h4, h5, h6, li, blockquote, pre")) {
      if (block.getBoundingClientRect().bottom < 60) continue;
      const range = document.createRange();
      range.setStart(prose, 0);
      range.setEndBefore(block);
      return Math.min(999, Math.max(0, Math.ceil((1000 * (own(range) - head)) / Math.max(1, all))));
    }
    return 1000;
  };
  if (prose) {
    let known;
    let moved = false;
    const tell = (send) => {
      if (!moved) return;
      const place = placeNow();
      if (place === known) return;
      known = place;
      send(prose.dataset.place, new URLSearchParams({ csrf: csrf(), place: String(place) }));
    };
    // What a page sends while it closes may be lost on its way through the worker, so it is told before
    // as well, whenever the text stands still.
    const resting = () => tell((to, body) => fetch(to, { method: "POST", body, keepalive: true }).catch(() => {}));
    const leaving = () => tell((to, body) => navigator.sendBeacon(to, body));
    let still;
    addEventListener(
      "scroll",
      () => {
        moved = true;
        clearTimeout(still);
        still = setTimeout(resting, 700);
      },
      { passive: true },
    );
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());
    addEventListener("pagehide", leaving);
  }
}
