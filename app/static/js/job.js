// Updates the progress of a long job from time to time. Without this file the page's own link does the same.

const SHORTEST = 1500;
const LONGEST = 10000;
const UNFINISHED = ["waiting", "running"];

let wait = SHORTEST;

/** Fetch the page again and replace its panel; a hidden page does nothing. */
async function ask() {
  const panel = document.querySelector("[data-job]");
  if (!panel || !UNFINISHED.includes(panel.dataset.job)) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-job]");
      if (!fresh) return; // signed out meanwhile; the next click shows it
      replace(panel, fresh);
    } catch {
      // No network: try again later.
    }
  }
  wait = Math.min(wait * 1.3, LONGEST);
  setTimeout(ask, wait);
}

/** Keep the focus on the corresponding element of the new panel. */
function replace(panel, fresh) {
  const inside = panel.contains(document.activeElement);
  panel.dataset.job = fresh.dataset.job;
  panel.replaceChildren(...fresh.childNodes);
  if (inside) panel.querySelector("a, button")?.focus();
}

setTimeout(ask, wait);
