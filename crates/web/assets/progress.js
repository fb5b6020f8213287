
// While feeds are asked for the first time, the page tells of it and fills itself.
const underWay = () => document.querySelector("[data-progress]");

// The page as it is now, in place of the one that is shown, where nobody notices.
const renew = async () => {
  const main = document.querySelector("main");
  const at = document.activeElement;
  const writes = main.contains(at) && at.matches("input, select, textarea");
  if (writes || document.visibilityState === "hidden" || !getSelection().isCollapsed) return false;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!fresh) return false;
  const link = (href) => main.querySelector(`a[href="${CSS.escape(href)}"]`);
  const focused = main.contains(document.activeElement) && document.activeElement.getAttribute("href");
  const seen = scrollY > 0 && [...main.querySelectorAll("a[href]")].find((one) => one.getBoundingClientRect().top > 0);
  const [href, top] = seen ? [seen.getAttribute("href"), seen.getBoundingClientRect().top] : [];
  main.replaceChildren(...document.adoptNode(fresh).childNodes);
  const same = href && link(href);
  if (same) scrollBy({ top: same.getBoundingClientRect().top - top, behavior: "instant" });
  if (focused) link(focused)?.focus({ preventScroll: true });
  return true;
};

if (underWay()) {
  const source = new EventSource("/progress");
  let waiting = false;
  source.addEventListener("progress", async ({ data }) => {
    const { text, done, of, grown, over } = JSON.parse(data);
    const place = underWay();
    if (place) {
      place.querySelector("label").textContent = text;
      Object.assign(place.querySelector("progress"), { max: of, value: done });
    }
    if (over) source.close();
    waiting ||= grown || over;
    if (waiting && (await renew().catch(() => false))) waiting = false;
    if (over && !underWay()) {
      const last = document.createElement("p");
      Object.assign(last, { className: "unseen", role: "status", textContent: text });
      document.body.append(last);
    }
  });
  // Where events do not come through, the page asks for itself now and then.
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return;
    const again = setInterval(() => (underWay() ? renew().catch(() => {}) : clearInterval(again)), 4000);
  });
}
