// The page shown instead of the selling screen when nobody can sell in this window, with what to do about it.

/** Show the sentences of `why` (words: closed_…). `act`: for the first button; without one, signing in.
 *  @param {{ root: HTMLElement, find: Find, words: Words, why: string, act?: Act | null }} given */
export function showClosed({ root, find, words, why, act = null }) {
  root.hidden = true;
  find("closed").hidden = false;
  find("closed-title").textContent = words[`closed_${why}`];
  find("closed-text").textContent = words[`closed_${why}_text`];
  find("cashier-name").textContent = "";
  for (const part of ["end-shift", "lock-now", "today-link"]) find(part).hidden = true;
  for (const part of ["closed-sign-in", "closed-enrol"]) find(part).hidden = Boolean(act);
  const button = find("closed-act");
  button.hidden = !act;
  button.textContent = act?.text || "";
  button.onclick = act?.run || null;
  if (["store", "window"].includes(why)) find("state").hidden = true;
  root.dataset.closed = why;
}
