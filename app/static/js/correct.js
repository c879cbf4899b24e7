// Offers buyers while somebody types; without this file the button "Cari orangnya" does the same.

const QUIET = 400; // milliseconds without a key
const SHORTEST = 3;

const hits = /** @type {HTMLElement} */ (document.querySelector("[data-hits]"));
const form = /** @type {HTMLFormElement} */ (hits.closest("form"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("buyer_text"));
const other = form.querySelector('[name="buyer"][value="other"]');
let timer;

/** Request the page's own search, and insert its hits; search again if the text has changed meanwhile. */
async function look() {
  const text = field.value;
  const data = new FormData(form);
  data.set("cari", "1");
  data.delete("person");
  try {
    const answer = await fetch(location.href, { method: "POST", body: data });
    if (!answer.ok || text !== field.value) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    hits.replaceChildren(...(page.querySelector("[data-hits]")?.childNodes ?? []));
  } catch {
    // Without a network the cashier can still send the form later.
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  if (other instanceof HTMLInputElement && field.value) other.checked = true;
  if (field.value.trim().length < SHORTEST) hits.replaceChildren();
  else timer = setTimeout(look, QUIET);
});
