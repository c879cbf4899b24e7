// The page that shows a device's code: counts down in words, and says when the device has used it.

const page = document.querySelector("[data-till-code]");
const EVERY = 4000;
// Counted from when the page came, by the device's stopwatch: its clock may be wrong, the server's is what holds.
const over = performance.now() + 1000 * Number(page?.dataset.seconds);

/** Put a sentence in the line below the code; `state` colours it. */
function say(words, icon, state) {
  const line = page.querySelector("[data-part=words]");
  if (line.textContent === words) return;
  line.textContent = words;
  page.querySelector("[data-part=icon]").textContent = icon;
  page.dataset.state = state;
}

/** Minutes still left, in words. Says false once the code is over. */
function countDown() {
  const left = over - performance.now();
  if (left <= 0) say(page.dataset.over, "▲", "over");
  else if (left < 60_000) say(page.dataset.last, "▲", "waiting");
  else say(page.dataset.left.replace("{minutes}", String(Math.floor(left / 60_000))), "◦", "waiting");
  return left > 0;
}

/** Ask whether a device took the code; no answer is no news. */
async function ask() {
  if (!page.isConnected) return;
  let answer;
  try {
    const response = await fetch(page.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (response.ok) answer = await response.json();
  } catch {
    // The network is away; the next round asks again.
  }
  if (answer?.till) return say(page.dataset.done.replace("{name}", answer.till), "✓", "done");
  if (answer?.withdrawn) return say(page.dataset.gone, "–", "over");
  if (countDown()) setTimeout(ask, EVERY);
}

if (page) {
  countDown();
  setTimeout(ask, EVERY);
}
