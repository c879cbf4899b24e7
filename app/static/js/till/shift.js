// A shift's two ends on the device itself. At the end the drawer is counted before any sum is shown; a difference
// wants a reason. Both ends go through the queue, also without a network.

import { readAmount, rupiah } from "./cart.js";
import { clockText, instant, newId } from "./ids.js";

export class ShiftSheets {
  constructor({ find, words, sheets, queue, flusher }) {
    Object.assign(this, { find, words, sheets, queue, flusher });
    const submit = (part, act) => find(part).addEventListener("submit", (event) => {
      event.preventDefault();
      act();
    });
    submit("shift-start-form", () => this.#start());
    submit("count-form", () => this.#count());
    submit("finish-form", () => this.#finish());
    find("shift-start-back").addEventListener("click", () => this.started?.(null));
  }

  /** Begin a cashier's shift with the money in the drawer; resolves with { id, opened_at, float_amount } or null. */
  async begin(cashier) {
    this.cashier = cashier;
    this.find("float").value = "";
    this.find("shift-start-error").textContent = "";
    const answered = new Promise((resolve) => { this.started = resolve; });
    this.sheets.show(this.find("shift-start"), { isFixed: true });
    this.find("float").focus();
    const shift = await answered;
    this.find("shift-start").close();
    return shift;
  }

  async #start() {
    const amount = readAmount(this.find("float").value.trim() || "0");
    if (amount === null) return this.#say("shift-start-error", this.words.float_shape, "float");
    const shift = { id: newId(), opened_at: instant(), float_amount: amount };
    try {
      await this.queue.put({ kind: "shift", item: { ...shift, cashier: this.cashier } });
    } catch (error) {
      return this.#say("shift-start-error", error.message, "float");
    }
    this.started(shift);
  }

  /** End a session's shift. Resolves with true when it is closed, false when the cashier went back to selling. */
  async end(session, mode) {
    Object.assign(this, { session, mode, counted: null, expected: null, isDone: false });
    const isCash = mode === "cash";
    this.flusher.kick(); // what waits goes first, if it can
    const { waiting } = await this.queue.count();
    const since = session.opened_at ? this.words.shift_since.replace("{time}", clockText(new Date(session.opened_at))) : "";
    const unsent = waiting ? this.words.shift_unsent.replace("{count}", String(waiting)) : "";
    this.find("shift-end-state").textContent = [since, unsent].filter(Boolean).join(" ");
    for (const part of ["count-error", "finish-error"]) this.find(part).textContent = "";
    for (const part of ["counted", "reason"]) this.find(part).value = "";
    for (const part of ["count-list", "reason-box"]) this.find(part).hidden = true;
    this.find("count-form").hidden = !isCash;
    this.find("finish-form").hidden = isCash;
    await this.sheets.show(this.find("shift-end"));
    return this.isDone;
  }

  /** The count is final when it is said: only then the sum of the device's own notes is shown. */
  async #count() {
    const counted = readAmount(this.find("counted").value.trim());
    if (counted === null) return this.#say("count-error", this.words.count_shape, "counted");
    const notes = await this.queue.ofShift(this.session.shift);
    const isLost = (note) => ["refused", "held", "conflict"].includes(note.result);
    const cash = notes.filter((note) => note.payment === "cash" && !isLost(note)).reduce((sum, note) => sum + note.amount, 0);
    const expected = (this.session.float_amount || 0) + cash;
    Object.assign(this, { counted, expected });
    const difference = counted - expected;
    this.find("count-counted").textContent = rupiah(counted);
    this.find("count-expected").textContent = rupiah(expected);
    this.find("count-difference").textContent = difference ? rupiah(difference) : this.words.no_difference;
    this.find("count-form").hidden = true;
    this.find("finish-form").hidden = false;
    this.find("count-list").hidden = false;
    this.find("reason-box").hidden = !difference;
    this.find(difference ? "reason" : "finish-form").querySelector?.("button")?.focus();
    if (difference) this.find("reason").focus();
  }

  async #finish() {
    const reason = this.find("reason").value.trim();
    const isOff = this.counted !== null && this.counted !== this.expected;
    if (isOff && !reason) return this.#say("finish-error", this.words.reason_missing, "reason");
    const { cashier, shift: id, opened_at: openedAt, float_amount: float } = this.session;
    const item = { id, cashier, opened_at: openedAt, closed_at: instant() };
    if (float !== null && float !== undefined) item.float_amount = float;
    if (this.counted !== null) item.counted_amount = this.counted;
    if (isOff) item.difference_reason = reason;
    try {
      await this.queue.put({ kind: "shift", item });
    } catch (error) {
      return this.#say("finish-error", error.message, "reason");
    }
    this.isDone = true;
    this.find("shift-end").close();
  }

  #say(part, sentence, field) {
    this.find(part).textContent = sentence;
    this.find(field).focus();
  }
}
