
// Sharing: the browser's own sheet where it has one, else the link is copied; without either, or
// without this file, the link writes an e-mail.
for (const link of document.querySelectorAll("a[data-share]")) {
  link.addEventListener("click", async (event) => {
    const { title, address: url } = link.dataset;
    const copies = !navigator.share && navigator.clipboard;
    if (!navigator.share && !copies) return;
    event.preventDefault();
    try {
      if (copies) {
        await navigator.clipboard.writeText(url);
        link.textContent = link.dataset.copied;
      } else {
        await navigator.share({ title, url });
      }
    } catch (error) {
      // Who closes the sheet has decided; anything else leaves the e-mail.
      if (error.name !== "AbortError") location.href = link.href;
    }
  });
}

// The bookmarklet has to name this instance, which may not know its own address.
for (const link of document.querySelectorAll("a[data-bookmarklet]")) {
  const href = link.getAttribute("href");
  link.setAttribute("href", href.replace("open('/clip?", `open('${location.origin}/clip?`));
}
