// How pages look in this browser is shown at once; the server keeps it for the next page.
{
  const panel = document.querySelector("form[data-look]");
  panel?.addEventListener("submit", (event) => {
    const chosen = event.submitter;
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset[chosen.name] = chosen.value;
    if (chosen.name === "theme") {
      for (const colour of document.querySelectorAll("meta[name=theme-color]")) {
        colour.removeAttribute("media");
        colour.content = getComputedStyle(document.body).backgroundColor;
      }
    }
    for (const other of panel.querySelectorAll(`[name="${chosen.name}"]`)) {
      other.setAttribute("aria-pressed", String(other === chosen));
    }
    const fields = new URLSearchParams(new FormData(panel));
    fields.set(chosen.name, chosen.value);
    fetch(panel.action, { method: "POST", body: fields, redirect: "manual", keepalive: true }).catch(() => {});
  });
  const look = panel?.closest("details");
  document.addEventListener("click", ({ target }) => {
    if (look?.open && !look.contains(target)) look.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !look?.open) return;
    look.open = false;
    look.querySelector("summary").focus();
  });
}
