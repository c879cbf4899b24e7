// Opens and closes shifts on the device. At the end the cashier counts the drawer without seeing the expected sum; a
// difference needs a second count and a reason. Both go through the outbox, so they work without a network.

import { readAmount } from "./cart.js";
import { clockText, instant, newId } from "./ids.js";
import { HABIT } from "./lock.js";
import { groupWhileTyping } from "./money_field.js";

const PATIENCE = 4000; // milliseconds to send unsent items before the server is asked

export class ShiftSheets {
  constructor({ find, words, dialogs, outbox, sync, api, db }) {
    Object.assign(this, { find, words, dialogs, outbox, sync, api, db });
    const submit = (part, act) =>
      find(part).addEventListener("submit", (event) => {
        event.preventDefault();
        act();
      });
    for (const part of ["float", "counted"]) groupWhileTyping(find(part));
    submit("shift-start-form", () => this.#start());
    submit("count-form", () => this.#finish());
    find("float").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !find("float").value && Date.now() - this.shownAt < HABIT) event.preventDefault();
    });
    find("shift-start-back").addEventListener("click", () => this.started?.(null));
  }

  /** Open a cashier's shift with the money in the drawer; resolve with { id, opened_at, float_amount } or null. */
  async begin(cashier) {
    this.cashier = cashier;
    this.find("float").value = "";
    this.find("shift-start-error").textContent = "";
    const answered = new Promise((resolve) => {
      this.started = resolve;
    });
    this.dialogs.show(this.find("shift-start"), { isFixed: true });
    this.find("float").focus();
    this.shownAt = Date.now();
    const shift = await answered;
    this.find("shift-start").close();
    return shift;
  }

  async #start() {
    const amount = readAmount(this.find("float").value.trim() || "0");
    if (amount === null) return this.#say("shift-start-error", this.words.float_shape, "float");
    const shift = { id: newId(), opened_at: instant(), float_amount: amount };
    try {
      await this.outbox.put({ kind: "shift", item: { ...shift, cashier: this.cashier } });
    } catch (error) {
      return this.#say("shift-start-error", error.message, "float");
    }
    this.started?.(shift);
  }

  /** Close a session's shift. Resolve with the sentence to show; null if the cashier went back to selling. */
  async end(session, mode) {
    Object.assign(this, { session, isCash: mode === "cash", done: null });
    this.sync.kick(); // send unsent items first, if possible
    const { waiting } = await this.outbox.count();
    const since = session.opened_at
      ? this.words.shift_since.replace("{time}", clockText(new Date(session.opened_at)))
      : "";
    const unsent = waiting ? this.words.shift_unsent.replace("{count}", String(waiting)) : "";
    this.find("shift-end-state").textContent = [since, unsent].filter(Boolean).join(" ");
    this.find("count-error").textContent = "";
    this.find("counted").value = this.find("reason").value = "";
    for (const part of ["count-again", "reason-box"]) this.find(part).hidden = true;
    this.find("count-box").hidden = !this.isCash;
    await this.dialogs.show(this.find("shift-end"));
    return this.done;
  }

  /** Check the count; if it differs, ask for a second count and a reason, without showing the expected sum. */
  async #finish() {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      if (!this.isCash) return await this.#close({}, "");
      const counted = readAmount(this.find("counted").value.trim());
      if (counted === null) return this.#say("count-error", this.words.count_shape, "counted");
      const first = await this.#firstCount(counted);
      const { fits, isServer } = await this.#fits(counted);
      const reason = this.find("reason").value.trim();
      if (!fits && !reason) return this.#askAgain();
      const why = fits ? {} : { difference_reason: reason };
      const sentence = fits ? this.words[isServer ? "count_fits" : "count_fits_here"] : "";
      return await this.#close({ counted_amount: counted, first_counted_amount: first, ...why }, sentence);
    } finally {
      this.isBusy = false;
    }
  }

  #askAgain() {
    const isAgain = !this.find("count-again").hidden;
    for (const part of ["count-again", "reason-box"]) this.find(part).hidden = false;
    return this.#say("count-error", isAgain ? this.words.reason_missing : "", isAgain ? "reason" : "counted");
  }

  /** Return the first count of this shift; it is stored on the device, so that closing the dialog does not reset it. */
  async #firstCount(counted) {
    const stored = await this.db.get("meta", "first-count");
    if (stored?.shift === this.session.shift) return stored.counted;
    await this.db.put("meta", { shift: this.session.shift, counted }, "first-count");
    return counted;
  }

  /** Whether the count equals the sales: of all devices if the server answers, else of this device. */
  async #fits(counted) {
    await Promise.race([
      this.sync.kick(),
      new Promise((resolve) => {
        setTimeout(resolve, PATIENCE);
      }),
    ]);
    const { waiting } = await this.outbox.count();
    const body = { shift: this.session.shift, counted_amount: counted };
    const answer = waiting ? {} : await this.api.post("/api/v1/shifts/count", body, { seconds: 6 });
    if (answer.status === 200) return { fits: answer.body.matches === true, isServer: true };
    const rows = await this.outbox.ofShift(this.session.shift);
    const isLost = (row) => ["refused", "held", "conflict"].includes(row.result);
    const cash = rows.filter((row) => row.payment === "cash" && !isLost(row)).reduce((sum, row) => sum + row.amount, 0);
    return { fits: counted === (this.session.float_amount || 0) + cash, isServer: false };
  }

  async #close(values, sentence) {
    const { cashier, shift: id, opened_at: openedAt, float_amount: float } = this.session;
    const item = { id, cashier, opened_at: openedAt, closed_at: instant(), ...values };
    if (float !== null && float !== undefined) item.float_amount = float;
    try {
      await this.outbox.put({ kind: "shift", item });
    } catch (error) {
      return this.#say("count-error", error.message, this.isCash ? "counted" : "shift-end");
    }
    this.done = [this.words.shift_done, sentence].filter(Boolean).join(" ");
    this.find("shift-end").close();
  }

  #say(part, sentence, field) {
    this.find(part).textContent = sentence;
    this.find(field).focus();
  }
}
