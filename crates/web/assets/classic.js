// The classic view opens articles where they stand; without this their titles lead to their pages.
const classic = document.querySelector("[data-classic]");
const openedRow = () => classic?.querySelector("[data-opened-text]")?.closest("[data-row]");
const closeRow = () => {
  const row = openedRow();
  row?.querySelector("[data-opened-text]").remove();
  row?.querySelector("[data-item]").removeAttribute("aria-expanded");
  row?.classList.remove("is-open");
};
const readRow = (row) => {
  const button = row.querySelector("button[data-read]");
  if (button?.value === "true") throwRow(button);
};
const openRow = async (link) => {
  const row = link.closest("[data-row]");
  const wasOpen = row === openedRow();
  closeRow();
  if (wasOpen) return;
  try {
    const { pathname, search } = new URL(link.href);
    const answer = await fetch(`${pathname}/text${search}`, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = page.querySelector("[data-opened-text]");
    if (!answer.ok || !text) throw new Error();
    closeRow();
    row.append(document.adoptNode(text));
    row.classList.add("is-open");
    link.setAttribute("aria-expanded", "true");
    link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
    readRow(row);
  } catch {
    location.assign(link.href);
  }
};
classic?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-item]");
  const wantsTab = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
  if (!link || wantsTab) return;
  event.preventDefault();
  openRow(link);
});

// Whoever wants it so has read what was scrolled past.
if (classic && "passed" in classic.dataset) {
  const watch = new IntersectionObserver((rows) => {
    for (const { target, isIntersecting, boundingClientRect } of rows) {
      if (!isIntersecting && boundingClientRect.bottom < 0) readRow(target);
    }
  });
  for (const row of classic.querySelectorAll("[data-row]")) watch.observe(row);
}
