// The worker keeps what was opened for reading without a connection; it forgets a reader who leaves.
if (reader && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Not over https, perhaps; everything else works.
  });
}
for (const form of document.querySelectorAll('form[action="/logout"], form[action="/account/sign-out-everywhere"]')) {
  form.addEventListener("submit", () => {
    keepMarks([]);
    sessionStorage.removeItem(LIST);
  });
}
