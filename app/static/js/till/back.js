// The Back key of a phone closes what lies above the goods, one thing a press; the receipt stays as it is.

const ABOVE = [
  "dialog[data-part=slips][open]",
  "dialog[data-part=shift-end][open]",
  "dialog[data-part=panel][open]",
  ".answer:not([hidden])",
  "#till[data-step='2']",
];

/** While something lies above the goods, the page has one step to go back. */
export function watchBack(screen) {
  const top = () => ABOVE.map((one) => document.querySelector(one)).find(Boolean);
  const mark = () => {
    if (top() && !history.state?.above) history.pushState({ above: true }, "");
  };
  const filter = { subtree: true, attributeFilter: ["data-step", "hidden", "open"] };
  new MutationObserver(mark).observe(document.body, filter);
  window.addEventListener("popstate", () => {
    const above = top();
    if (!above) return;
    if (above instanceof HTMLDialogElement) above.close();
    else if (above === screen.root) screen.root.dataset.step = "1";
    else screen.saleResult.close();
  });
}
