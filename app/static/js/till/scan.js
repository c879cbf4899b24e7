// Recognises a scanner, which types like a keyboard, fast or slow, with or without a final Enter or Tab, wherever the
// focus is. The keys of a code never press the focused button.

const FAST = 45; // milliseconds between two keys; practised typists reach 80, wired scanners 1 to 30
const PAUSE = 1000; // milliseconds without a key that end a run; a cheap wireless scanner needs 150 a key, and stalls
const QUIET = 300; // after so long, or three times its longest gap, a run is probably over
const MIN_LENGTH = 6;
const CARD = /^(?=.*[0-9])[A-Za-z0-9_-]{16,}$/;
const NIP = /^[0-9]{18}$/;
/** @type {ScanPlace} */
const NOWHERE = { field: null, before: "" };
const RECEIPT = /\/cek\/[0-9A-Z]{4}-[0-9A-Z]{4}/;

/** Collects the keys of one run (keys without a pause). Pure: the time comes with each key. */
export class Run {
  constructor() {
    this.last = -Infinity;
    this.forget();
  }

  forget() {
    Object.assign(this, { text: "", longest: 0, from: 0, isTaken: false });
  }

  /** Add one printable key. Return { starts }: it begins a run; { bursts }: it begins a burst too fast for fingers.
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

  /** Forget a run that has ended when somebody touches the page; a run that is going on continues.
   *  @param {number} at */
  settle(at) {
    if (at - this.last > this.quiet) this.forget();
  }

  /** Milliseconds without a key after which the run has probably ended. */
  get quiet() {
    return Math.max(QUIET, 3 * this.longest);
  }

  /** The last part of the run that was faster than fingers; empty if it is too short for a code. */
  get burst() {
    const text = this.text.slice(this.from);
    return text.length >= MIN_LENGTH ? text : "";
  }
}

/** Return the code in a run, or "" if a person typed it. `where`: see `placeOf`. `isEnded`: Enter or Tab came; without
 *  them only a certain code is returned.
 *  @param {string} text @param {string} where @param {Omit<Scans["on"], "code"> & { isEnded?: boolean }} rules */
export function codeOf(text, where, { isExisting, isMoney, isEnded = true }) {
  if (where === "sheet") return "";
  if (where === "figure" && isMoney(text)) return "";
  const bare = text.replace(/^[+-]+/, ""); // without a quantity key pressed just before
  const match = [text, bare].find((one) => one.length >= (where === "page" ? 3 : MIN_LENGTH) && isExisting(one));
  if (match) return match;
  if (where === "page") return text.length >= MIN_LENGTH && /[0-9A-Za-z]{3}/.test(text) ? text : "";
  if (NIP.test(text) || CARD.test(text) || RECEIPT.test(text)) return text;
  return where === "figure" && isEnded && text.length >= MIN_LENGTH ? text : "";
}

/** Return where a key arrives: "sheet" in a dialog, "figure" in a number field, "text" in another field, else "page".
 *  @param {Element} target */
function placeOf(target) {
  if (target.closest?.("dialog, [data-part=frame]")) return "sheet";
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return "page";
  return target.inputMode === "numeric" ? "figure" : "text";
}

/** Listens on the whole page, and removes a scanned code from the field where it was typed. */
export class Scans {
  /** `on`: { code(code), isExisting(text), isMoney(text) }. @param {Scans["on"]} on */
  constructor(on) {
    this.on = on;
    this.run = new Run();
    this.place = null; // of the run: { field, before, from }
    this.burst = null; // of the burst within it
    document.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    const settle = (/** @type {Event} */ event) => this.run.settle(event.timeStamp);
    document.addEventListener("pointerdown", settle, { capture: true, passive: true });
  }

  /** Whether a code is being typed; then + and − belong to it. */
  get isReading() {
    return /[0-9A-Za-z]/.test(this.run.text) && !this.run.isTaken;
  }

  /** Record that a run that began on the page continues in a field, from which a code is removed again.
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
    // Moving into a field begins a new run, except that the first letter typed on the page moves into the search.
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

  /** Look for a code without Enter or Tab: an existing code after a short pause, any other after a long one.
   *  @param {Element} target @param {number} wait */
  #lookLater(target, wait) {
    const { run } = this;
    this.timer = setTimeout(() => {
      const where = placeOf(document.activeElement || target);
      const match = this.on.isExisting(run.text) || NIP.test(run.text) || wait >= PAUSE;
      if (match) return this.#take(this.#code(where, false));
      return this.#lookLater(target, PAUSE);
    }, wait);
  }

  /** Return the code of this run, or "". Existing codes are tried first, because after a stall the end of a scan looks
   *  like a burst of its own, and a person may have typed just before the scan.
   *  @param {string} where @param {boolean} isEnded */
  #code(where, isEnded) {
    const { text, burst } = this.run;
    if (where === "sheet") return ""; // a dialog's field may be filled by scanning
    // A run that began on the page is more likely a code than money.
    const isMoved = this.place?.from && where === "figure" && text.length >= MIN_LENGTH;
    const isCode = isMoved && (text.length > 7 || this.on.isExisting(text));
    const whole = codeOf(text, isCode ? "page" : where, { ...this.on, isEnded });
    const match = [whole, burst].find((one) => one && this.on.isExisting(one));
    return match || (where === "page" ? whole || burst : burst || whole);
  }

  /** @param {Pressed} event */
  #ended(event) {
    const { run } = this;
    clearTimeout(this.timer);
    const isMine = run.reaches(event.timeStamp);
    const where = placeOf(event.target);
    const code = isMine && !run.isTaken ? this.#code(where, true) : "";
    const isLost = where === "sheet" && !("value" in event.target) && run.burst; // into no field
    if (isMine && (code || run.isTaken || isLost)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (code) this.#take(code);
    run.forget();
  }

  /** Handle a code, and remove its characters from the field. @param {string} code */
  #take(code) {
    if (!code) return;
    const { run } = this;
    const { field, before, from } = (code === run.burst ? this.burst : this.place) || NOWHERE;
    run.isTaken = true;
    if (from) from.focus({ preventScroll: true });
    if (from && document.activeElement === field) field?.blur(); // the page itself cannot take the focus
    if (field && field.value !== before) {
      field.value = before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // A sign before an existing code is a quantity key; before another text it is the text's first character.
    const isWithSign = /^[+-]/.test(run.text) && !this.on.isExisting(code);
    this.on.code(code, isWithSign);
  }
}
