// Niceties only: every page works without this file.

const post = (form) =>
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    redirect: "manual",
    keepalive: true,
  });

// Switches are thrown in place, so that Back leads to the list and not to the same page again.
const switches = { read: ["Mark as read", "Mark as unread"], starred: ["Star", "Remove the star"] };
const nameOf = (form) => Object.keys(switches).find((name) => form.elements[name]);
const throwSwitch = async (form) => {
  const field = form.elements[nameOf(form)];
  const answer = await post(form);
  // The server answers what it took with a redirect; anything else it may tell itself.
  if (answer.type !== "opaqueredirect") return form.submit();
  const isOn = field.value === "true";
  field.value = String(!isOn);
  form.querySelector("button").textContent = switches[field.name][Number(isOn)];
};
for (const form of document.querySelectorAll("form[data-star], form[data-read]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    throwSwitch(form).catch(() => form.submit());
  });
}

// An opened article counts as read. Opening is a GET and changes nothing, so it is told apart.
const opened = document.querySelector("form[data-opened]");
if (opened) {
  const tell = () => throwSwitch(opened).catch(() => {});
  // A page that is only prefetched or opened in a background tab is not read yet.
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell, { once: true });
}

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

// Keys as readers know them.
const items = () => [...document.querySelectorAll("[data-item]")];
const step = (by) => {
  const all = items();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
};
const press = (selector) => document.querySelector(selector)?.click();
const keys = {
  j: () => step(1),
  k: () => step(-1),
  o: () => document.activeElement?.matches("[data-item]") && document.activeElement.click(),
  v: () => press("a[data-original]"),
  s: () => press("form[data-star] button"),
  m: () => press("form[data-read] button"),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (Object.hasOwn(keys, event.key)) keys[event.key]();
});
