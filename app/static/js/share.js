// Share a page the way the device does; where it cannot, copy the address. Without this file WhatsApp's link is there.

/** @param {HTMLElement} place @param {HTMLElement} button */
async function copyAddress(place, button) {
  const field = /** @type {HTMLInputElement} */ (place.querySelector("input"));
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // No clipboard on plain http: show the address, marked, so that the keyboard can copy it.
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
    else navigator.share(shared).catch(() => {}); // whoever closes the sheet shares nothing
  });
}
