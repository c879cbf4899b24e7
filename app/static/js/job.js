// Asks now and then how far long work is. Without it the page's own link does the same.

const SHORTEST = 1500;
const LONGEST = 10000;
const UNFINISHED = ["waiting", "running"];

let wait = SHORTEST;

/** Fetch the page again and put its panel in the place of the present one; a hidden page does not ask. */
async function ask() {
  const panel = document.querySelector("[data-job]");
  if (!panel || !UNFINISHED.includes(panel.dataset.job)) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-job]");
      if (!fresh) return; // signed out meanwhile: the next click says so
      replace(panel, fresh);
    } catch {
      // No connection: ask again later.
    }
  }
  wait = Math.min(wait * 1.3, LONGEST);
  setTimeout(ask, wait);
}

/** Where the reader's focus was inside, it stays on the same kind of thing. */
function replace(panel, fresh) {
  const inside = panel.contains(document.activeElement);
  panel.dataset.job = fresh.dataset.job;
  panel.replaceChildren(...fresh.childNodes);
  if (inside) panel.querySelector("a, button")?.focus();
}

setTimeout(ask, wait);
