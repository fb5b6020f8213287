// Fingers do what keys and buttons do: along a row it is read or starred, along an article the next
// or the one before is opened.
{
  const LEAST = 70;
  const EDGE = 24;
  let began;
  const scrolls = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible") return true;
    }
    return false;
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const shift = (row, by) => {
    if (row && !calm.matches) row.style.translate = by ? `${Math.max(-80, Math.min(80, by))}px 0` : "";
  };
  document.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    const atEdge = touch.clientX < EDGE || touch.clientX > innerWidth - EDGE;
    const inMain = event.target.closest?.("main");
    began = undefined;
    if (event.touches.length > 1 || atEdge || !inMain || scrolls(event.target)) return;
    began = { x: touch.clientX, y: touch.clientY, row: event.target.closest("[data-row]:not(.is-open)") };
  }, { passive: true });
  document.addEventListener("touchmove", (event) => {
    const [touch] = event.touches;
    if (!began) return;
    const across = touch.clientX - began.x;
    const isAcross = Math.abs(across) > 2 * Math.abs(touch.clientY - began.y);
    shift(began.row, isAcross ? across : 0);
  }, { passive: true });
  const end = (event) => {
    const { x, y, row } = began ?? {};
    const [touch] = event.changedTouches;
    const isOver = began === undefined;
    began = undefined;
    shift(row, 0);
    if (isOver || event.type === "touchcancel" || String(getSelection()) !== "") return;
    const across = touch.clientX - x;
    if (Math.abs(across) < LEAST || Math.abs(across) < 2 * Math.abs(touch.clientY - y)) return;
    if (row) row.querySelector(across < 0 ? "button[data-read]" : "button[data-star]")?.click();
    else if (items().length === 0 || document.querySelector("main > .article, main > .story")) turnTo(across < 0 ? 1 : -1);
  };
  document.addEventListener("touchend", end, { passive: true });
  document.addEventListener("touchcancel", end, { passive: true });
}
