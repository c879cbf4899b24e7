// A scanner types like a keyboard, fast or slow, with or without Enter or Tab behind its code, wherever the focus is.
// What ends as a code never presses what has the focus: not the button to save, not a product.

const FAST = 45; // milliseconds between two keys; practised typists reach 80, wired scanners 1 to 30
const PAUSE = 1000; // milliseconds without a key that end a run; a cheap wireless scanner needs 150 a key, and stalls
const QUIET = 300; // after so long, or three times its longest gap, a run is probably over
const MIN_LENGTH = 6;
const CARD = /^(?=.*[0-9])[A-Za-z0-9_-]{16,}$/;
const NIP = /^[0-9]{18}$/;
/** @type {ScanPlace} */
const NOWHERE = { field: null, before: "" };
const RECEIPT = /\/cek\/[0-9A-Z]{4}-[0-9A-Z]{4}/;

/** Collects the keys of one run. Pure: the time comes with each key. */
export class Run {
  constructor() {
    this.last = -Infinity;
    this.forget();
  }

  forget() {
    Object.assign(this, { text: "", longest: 0, from: 0, isTaken: false });
  }

  /** Take one printable key. Answers { starts } of a run, { bursts } of what only a machine types within it.
   *  @param {string} key @param {number} at */
  feed(key, at) {
    const gap = at - this.last;
    this.last = at;
    const starts = gap > PAUSE || !this.text || this.isTaken;
    if (starts) this.forget();
    else this.longest = Math.max(this.longest, gap);
    const bursts = starts || gap > FAST;
    if (bursts) this.from = this.text.length;
    this.text += key;
    return { starts, bursts };
  }

  /** Whether an Enter or Tab at that time still belongs to this run. @param {number} at */
  reaches(at) {
    return Boolean(this.text) && at - this.last <= PAUSE;
  }

  /** A finger acts: a run that was over by then leaves nothing for a later Enter. One still going on goes on.
   *  @param {number} at */
  settle(at) {
    if (at - this.last > this.quiet) this.forget();
  }

  /** Milliseconds without a key after which the run is probably over. */
  get quiet() {
    return Math.max(QUIET, 3 * this.longest);
  }

  /** The end of the run that came faster than fingers; empty when it is too short for a code. */
  get burst() {
    const text = this.text.slice(this.from);
    return text.length >= MIN_LENGTH ? text : "";
  }
}

/** What a run is where it was typed: the code, or "" when it is what a person typed there. `where`: see `placeOf`.
 *  `isEnded`: an Enter or Tab came; without one only what is surely a code is taken.
 *  @param {string} text @param {string} where @param {Omit<Scans["on"], "code"> & { isEnded?: boolean }} rules */
export function codeOf(text, where, { isKnown, isMoney, isEnded = true }) {
  if (where === "sheet") return "";
  if (where === "figure" && isMoney(text)) return "";
  const bare = text.replace(/^[+-]+/, ""); // a quantity key pressed just before
  const match = [text, bare].find((one) => one.length >= (where === "page" ? 3 : MIN_LENGTH) && isKnown(one));
  if (match) return match;
  if (where === "page") return text.length >= MIN_LENGTH && /[0-9A-Za-z]{3}/.test(text) ? text : "";
  if (NIP.test(text) || CARD.test(text) || RECEIPT.test(text)) return text;
  return where === "figure" && isEnded && text.length >= MIN_LENGTH ? text : "";
}

/** Where a key lands: "sheet" a dialog of its own, "figure" a field for numbers, "text" another field, else "page".
 *  @param {Element} target */
function placeOf(target) {
  if (target.closest?.("dialog, [data-part=frame]")) return "sheet";
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return "page";
  return target.inputMode === "numeric" ? "figure" : "text";
}

/** Listens on the whole page and takes out of a field what a scanner typed there. */
export class Scans {
  /** `on`: { code(code), isKnown(text), isMoney(text) }. @param {Scans["on"]} on */
  constructor(on) {
    this.on = on;
    this.run = new Run();
    this.place = null; // of the run: { field, before, from }
    this.burst = null; // of the burst within it
    document.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    const settle = (/** @type {Event} */ event) => this.run.settle(event.timeStamp);
    document.addEventListener("pointerdown", settle, { capture: true, passive: true });
  }

  /** Whether keys of a running code are on their way: then + and − are letters of it. */
  get isReading() {
    return /[0-9A-Za-z]/.test(this.run.text) && !this.run.isTaken;
  }

  /** What is typed on the page itself goes on in a field: a code is taken out of it again.
   *  @param {HTMLInputElement} field */
  movesTo(field) {
    if (this.place?.field) return;
    this.target = field;
    this.place = { field, before: field.value, from: document.activeElement };
    this.burst = this.place;
  }

  /** @param {Pressed} event */
  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.key === "Enter" || event.key === "Tab") return this.#ended(event);
    if (event.key.length !== 1) return; // Shift and the like belong to the run
    const isField = placeOf(event.target) !== "page" && "value" in event.target;
    // Whoever goes into a field begins anew there; the first letter typed on the page itself went into the search.
    if (isField && event.target !== this.target && this.run.text.length > 1) this.run.forget();
    this.target = event.target;
    const { starts, bursts } = this.run.feed(event.key, event.timeStamp);
    const now = { field: isField ? event.target : null, before: isField ? event.target.value : "" };
    if (starts) this.place = now;
    if (bursts) this.burst = now;
    // A blank within a code must not press the button that has the focus.
    if (event.key === " " && !isField && this.run.text.length > 3) event.preventDefault();
    clearTimeout(this.timer);
    this.#lookLater(event.target, this.run.quiet);
  }

  /** Without Enter or Tab: an existing code after a short pause, any other after a long one.
   *  @param {Element} target @param {number} wait */
  #lookLater(target, wait) {
    const { run } = this;
    this.timer = setTimeout(() => {
      const where = placeOf(document.activeElement || target);
      const match = this.on.isKnown(run.text) || NIP.test(run.text) || wait >= PAUSE;
      if (match) return this.#take(this.#code(where, false));
      return this.#lookLater(target, PAUSE);
    }, wait);
  }

  /** The code of this run, or "". What is known comes first: a stall in the middle of a scan makes its end look like a
   *  burst of its own, and a person may have typed just before the scanner.
   *  @param {string} where @param {boolean} isEnded */
  #code(where, isEnded) {
    const { text, burst } = this.run;
    if (where === "sheet") return ""; // what a sheet asks for may be scanned into it
    // What was begun on the page is a code sooner than it is money: nobody pays ten million without meaning the field.
    const isMoved = this.place?.from && where === "figure" && text.length >= MIN_LENGTH;
    const isCode = isMoved && (text.length > 7 || this.on.isKnown(text));
    const whole = codeOf(text, isCode ? "page" : where, { ...this.on, isEnded });
    const match = [whole, burst].find((one) => one && this.on.isKnown(one));
    return match || (where === "page" ? whole || burst : burst || whole);
  }

  /** @param {Pressed} event */
  #ended(event) {
    const { run } = this;
    clearTimeout(this.timer);
    const isMine = run.reaches(event.timeStamp);
    const where = placeOf(event.target);
    const code = isMine && !run.isTaken ? this.#code(where, true) : "";
    const isLost = where === "sheet" && !("value" in event.target) && run.burst; // scanned at a sheet, into no field
    if (isMine && (code || run.isTaken || isLost)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (code) this.#take(code);
    run.forget();
  }

  /** Hand on a code; what it left in a field is taken out again. @param {string} code */
  #take(code) {
    if (!code) return;
    const { run } = this;
    const { field, before, from } = (code === run.burst ? this.burst : this.place) || NOWHERE;
    run.isTaken = true;
    if (from) from.focus({ preventScroll: true });
    if (from && document.activeElement === field) field?.blur(); // the page itself takes no focus
    if (field && field.value !== before) {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // A quantity key pressed just before a known code was meant; before another text it was the text's first letter.
    const isWithSign = /^[+-]/.test(run.text) && !this.on.isKnown(code);
    this.on.code(code, isWithSign);
  }
}
