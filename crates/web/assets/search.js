
// The box answers while somebody types; without this it is a form that leads to the page of results.
{
  const form = document.querySelector("form[data-live]");
  const box = form?.querySelector("input[name=q]");
  const panel = form?.querySelector("[data-live-results]");
  const LEAST = 2;
  let asked;
  let timer;
  let at = -1;

  const element = (name, options = {}, children = []) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(options)) if (value != null) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const marked = (pieces) =>
    pieces.map((piece) => (piece.found ? element("mark", {}, [piece.text]) : piece.text));
  const options = () => [...panel.querySelectorAll("[role=option]")];
  const option = (href, children) => {
    const made = element("li", { role: "option", "aria-selected": "false", "data-href": href }, children);
    made.addEventListener("click", () => location.assign(href));
    return made;
  };
  const item = (found) => {
    const title = element("span", { class: "live__title", dir: "auto", lang: found.lang }, marked(found.title));
    const parts = [title, element("span", { class: "live__about" }, [found.about])];
    if (found.passage.length > 0) {
      parts.splice(1, 0, element("span", { class: "live__passage", dir: "auto", lang: found.lang }, marked(found.passage)));
    }
    return option(found.href, parts);
  };
  const group = (name, found) =>
    found.length === 0 ? [] : [element("li", { role: "presentation", class: "live__group" }, [name]), ...found.map(item)];

  const close = () => {
    panel.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (next) => {
    const all = options();
    if (all.length === 0) return;
    all[at]?.setAttribute("aria-selected", "false");
    // Above the first and below the last stands the box itself.
    at = next < -1 ? all.length - 1 : next >= all.length ? -1 : next;
    all[at]?.setAttribute("aria-selected", "true");
    all[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", all[at].id);
  };
  const show = (answer) => {
    const list = element("ul", { role: "listbox", id: "live-list", "aria-label": answer.words.results }, [
      ...group(answer.words.stories, answer.stories),
      ...group(answer.words.articles, answer.articles),
    ]);
    const told = answer.total === 0 ? answer.words.nothing : answer.told;
    if (answer.total === 0 && answer.instead) {
      list.append(option(answer.instead.href, [`${answer.instead.told} ${answer.instead.said}`]));
    }
    if (answer.total > 0) list.append(option(answer.all, [answer.words.show]));
    const notes = answer.notes.map((note) => element("p", { class: "live__note" }, [note]));
    panel.replaceChildren(element("p", { class: "live__told", role: "status" }, [told]), ...notes, list);
    options().forEach((one, number) => { one.id = `live-${number}`; });
    panel.hidden = false;
    at = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", "true");
  };
  const ask = async () => {
    asked?.abort();
    const typed = box.value;
    // A single sign of Chinese, Japanese or Korean is a word.
    if ([...typed.trim()].length < LEAST && !/[\u2e80-\uffdc]/u.test(typed)) return close();
    asked = new AbortController();
    try {
      const address = `/search/live?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok && box.value === typed && document.activeElement === box) show(await answer.json());
    } catch {
      // A newer letter was typed, or the server restarts; the form works all the same.
    }
  };

  if (form && box && panel) {
    for (const [key, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": "live-list", "aria-autocomplete": "list",
    })) box.setAttribute(key, value);
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 60);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault();
        return close();
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (panel.hidden) return ask();
        return choose(at + (event.key === "ArrowDown" ? 1 : -1));
      }
      if (event.key === "Enter" && at >= 0 && !panel.hidden) {
        event.preventDefault();
        options()[at]?.click();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) setTimeout(close, 150);
    });
  }
}
