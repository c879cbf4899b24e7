// The Back key of a phone closes the topmost panel above the products, one per press; the receipt does not change.

const ABOVE = [
  "dialog[data-part=slips][open]",
  "dialog[data-part=shift-end][open]",
  "dialog[data-part=panel][open]",
  ".answer:not([hidden])",
  "#till[data-step='2']",
];

/** Add a history entry while a panel is open, so that the Back key closes it. */
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
