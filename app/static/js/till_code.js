// The page with a device's code: shows the remaining time in words, and when the device has used the code.

const page = document.querySelector("[data-till-code]");
const EVERY = 4000;
// Counts from the loading of the page by the monotonic clock, because the device's own clock may be wrong.
const over = performance.now() + 1000 * Number(page?.dataset.seconds);

/** Show a sentence below the code; `state` sets its colour. */
function say(words, icon, state) {
  const line = page.querySelector("[data-part=words]");
  if (line.textContent === words) return;
  line.textContent = words;
  page.querySelector("[data-part=icon]").textContent = icon;
  page.dataset.state = state;
}

/** Show the remaining minutes in words. Return false once the code has expired. */
function countDown() {
  const left = over - performance.now();
  if (left <= 0) say(page.dataset.over, "▲", "over");
  else if (left < 60_000) say(page.dataset.last, "▲", "waiting");
  else say(page.dataset.left.replace("{minutes}", String(Math.floor(left / 60_000))), "◦", "waiting");
  return left > 0;
}

/** Request whether a device has used the code. */
async function ask() {
  if (!page.isConnected) return;
  let answer;
  try {
    const response = await fetch(page.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (response.ok) answer = await response.json();
  } catch {
    // No network: the next round tries again.
  }
  if (answer?.till) return say(page.dataset.done.replace("{name}", answer.till), "✓", "done");
  if (answer?.withdrawn) return say(page.dataset.gone, "–", "over");
  if (countDown()) setTimeout(ask, EVERY);
}

if (page) {
  countDown();
  setTimeout(ask, EVERY);
}
