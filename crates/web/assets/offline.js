// The worker keeps what was opened for reading without a connection; it forgets a reader who leaves.
if (reader && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Not over https, perhaps; everything else works.
  });
  // A page that was on its way while the worker began is not yet its own.
  navigator.serviceWorker.ready.then(({ active }) => {
    if (!navigator.serviceWorker.controller) active.postMessage("claim");
  });
}
for (const form of document.querySelectorAll('form[action="/logout"], form[action="/account/sign-out-everywhere"]')) {
  form.addEventListener("submit", () => {
    keepMarks([]);
    sessionStorage.removeItem(LIST);
  });
}
