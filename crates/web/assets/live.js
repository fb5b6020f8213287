// News without loading anew: stories that wait, and how much is unread. One connection for a tab
// that is looked at, none for the others.
{
  const { after } = document.body.dataset;
  const waits = document.querySelector("[data-waiting]");
  let source;
  let timer;
  let patience = 5;
  const show = ({ unread, waiting }) => {
    const link = document.querySelector('.sections a[href="/unread"]');
    let count = link?.querySelector(".count");
    if (!unread) count?.remove();
    else if (link) {
      if (!count) {
        count = document.createElement("span");
        count.className = "count";
        link.append(" ", count);
      }
      if (count.firstChild?.nodeType === Node.TEXT_NODE) count.firstChild.data = unread;
      else count.prepend(unread);
    }
    if (!waits) return;
    waits.textContent = waiting;
    waits.hidden = waiting === "";
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const listen = () => {
    close();
    if (document.visibilityState !== "visible" || !navigator.onLine) return;
    source = new EventSource(after ? `/events?after=${after}` : "/events");
    source.addEventListener("news", (event) => {
      patience = 5;
      show(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      // The browser itself comes back after an end; after a refusal it does not.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(listen, 1000 * patience);
      patience = Math.min(300, patience * 2);
    });
  };
  if (reader && window.EventSource) {
    // A page that is just being loaded has nothing newer to tell.
    const listenSoon = () => {
      close();
      timer = setTimeout(listen, 2000);
    };
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", close);
    addEventListener("pageshow", listenSoon);
    addEventListener("online", listen);
    addEventListener("offline", close);
  }
}
