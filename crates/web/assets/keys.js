// Keys as readers know them. The page /keys lists them; the account switches them off.
{
  const step = (by, opens) => {
    const all = items();
    if (all.length === 0) return turnTo(by);
    const active = document.activeElement;
    const here = active?.closest?.("[data-row]")?.querySelector("[data-item]") ?? active;
    const at = all.indexOf(here);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
    if (next && opens && openedRow() && openedRow() !== next.closest("[data-row]")) openRow(next);
  };
  const row = () => document.activeElement?.closest?.("[data-row]") ?? openedRow();
  const press = (selector) => {
    const found = row()?.querySelector(selector) ?? document.querySelector(`${selector}:not([data-row] *)`);
    found?.click();
    return Boolean(found);
  };
  /** A headline of the newspaper has no switches: what it leads to is marked. */
  const markItem = (name, what, kinds) => {
    const item = document.activeElement;
    const path = item?.matches("[data-item]") ? pathOf(item.href) : "";
    if (!kinds.test(path)) return;
    mark(`${path}/${name}`, { [what]: "true" }).then((done) => {
      if (done && what === "read") item.closest("article, li")?.classList.add("is-read");
    });
  };
  const go = (path) => location.assign(path);
  const places = {
    f: () => go(document.querySelector("a[data-front]")?.getAttribute("href") ?? "/front"),
    c: () => go("/classic"),
    u: () => go("/unread"),
    s: () => go("/starred"),
    a: () => go("/all"),
    t: () => go("/feeds"),
    e: () => go("/searches"),
  };

  let dialog;
  const help = async () => {
    if (!dialog) {
      const answer = await fetch("/keys", { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = page.querySelector("[data-keys-list]");
      if (!list) return go("/keys");
      dialog = document.createElement("dialog");
      dialog.className = "keys-dialog";
      list.querySelector("form").hidden = false;
      list.querySelector("h1").id = "keys-title";
      dialog.setAttribute("aria-labelledby", "keys-title");
      dialog.append(document.adoptNode(list));
      document.body.append(dialog);
    }
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  document.querySelector("a[data-keys]")?.addEventListener("click", (event) => {
    event.preventDefault();
    help().catch(() => go("/keys"));
  });

  const keys = {
    j: () => step(1, true),
    k: () => step(-1, true),
    n: () => step(1, false),
    p: () => step(-1, false),
    o: () => document.activeElement?.matches("[data-item]") && document.activeElement.click(),
    v: () => press("a[data-original]"),
    u: toList,
    m: () => press("button[data-read]") || press("form[data-read] button") || markItem("read", "read", /^\/(article|story)\/\d+$/),
    s: () => press("button[data-star]") || press("form[data-star] button") || markItem("star", "starred", /^\/article\/\d+$/),
    S: () => press('form[action$="/save"] button'),
    A: () => press("form[data-mark-all] button"),
    z: () => press("button[form=undo]"),
    r: () => location.reload(),
    "/": () => {
      const box = document.querySelector("form[data-live] input[name=q]");
      box?.focus();
      box?.select();
    },
    "?": () => help().catch(() => go("/keys")),
  };
  let going;
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = target.closest?.("input, textarea, select, [contenteditable]");
    if (key === "Escape") {
      if (typing?.closest("form[data-live]")) typing.blur();
      else if (!dialog?.open) closeRow();
      return;
    }
    if (typing || "noKeys" in document.body.dataset || (dialog?.open && key !== "?")) return;
    const wasGoing = going;
    clearTimeout(going);
    going = undefined;
    const does = wasGoing ? places : keys;
    if (!wasGoing && key === "g") {
      going = setTimeout(() => { going = undefined; }, 1500);
    } else if (Object.hasOwn(does, key)) {
      event.preventDefault();
      does[key]();
    }
  });
}
