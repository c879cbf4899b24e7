// Shares a page by the device's own dialog, or else copies the URL. Without this file the link to WhatsApp works.

/** @param {HTMLElement} place @param {HTMLElement} button */
async function copyAddress(place, button) {
  const field = /** @type {HTMLInputElement} */ (place.querySelector("input"));
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Plain http has no clipboard: show and select the URL, so that the keyboard can copy it.
    field.hidden = false;
    field.select();
    return;
  }
  button.textContent = button.dataset.done ?? "";
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
}

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-share]"))) {
  const button = /** @type {HTMLElement} */ (place.querySelector("[data-share-button]"));
  const { title, text, url } = place.dataset;
  const shared = { title, text, url };
  const maySend = Boolean(navigator.share) && (!navigator.canShare || navigator.canShare(shared));
  if (!maySend) button.textContent = button.dataset.copyLabel ?? "";
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!maySend) copyAddress(place, button);
    else navigator.share(shared).catch(() => {}); // rejected if the person closes the dialog
  });
}
