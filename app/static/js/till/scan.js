// A scanner that types like a keyboard: told from fingers by its speed, wherever the focus is.

const MAX_GAP = 45; // milliseconds between two keys; practised typists reach 80, scanners 1 to 30
const MIN_LENGTH = 6;

/** Collects keys; a burst that ends with Enter or Tab is a code. Pure: the time comes with each key. */
export class Burst {
  constructor() {
    this.forget();
  }

  forget() {
    this.text = "";
    this.last = -Infinity;
  }

  /** Take one key. Answers `{ starts }` while collecting, `{ code }` at the end of a burst, else null. */
  feed(key, at) {
    const quick = at - this.last <= MAX_GAP;
    this.last = at;
    if (key === "Enter" || key === "Tab") {
      const code = quick && this.text.length >= MIN_LENGTH ? this.text : null;
      this.text = "";
      return code ? { code } : null;
    }
    if (key.length !== 1) return null; // Shift and the like belong to the burst
    const starts = !quick || !this.text; // right after a scan the next one starts anew, however soon it comes
    this.text = starts ? key : this.text + key;
    return { starts };
  }
}

/** Listen for scans on the whole page. What the scanner typed into a field meanwhile is taken out again. */
export function listenForScans(onCode) {
  const burst = new Burst();
  let field = null;
  let before = "";
  const watch = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const found = burst.feed(event.key, event.timeStamp);
    if (found?.starts) {
      field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
      before = field ? field.value : "";
    }
    if (!found?.code) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (field && field.value !== before) {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    onCode(found.code);
  };
  document.addEventListener("keydown", watch, { capture: true });
}
