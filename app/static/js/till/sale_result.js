// The result panel after a sale, shown by the device itself: print the receipt, void it, or go on.
// It closes by itself.

import { restSentence, rupiah, total } from "./cart.js";
import { instant, newId, receiptNumber } from "./ids.js";
import { fadeAnew } from "./buyer_panel.js";

const OPEN_FOR = 20000; // milliseconds until the panel closes by itself
const WORST_FIRST = ["refused", "conflict", "parked", "waiting", "recorded"];

export class SaleResult {
  /** `put(items)` stores items in the outbox; `on`: { next(), say(sentence), print(done), undone(ids) }. */
  constructor({ panel, last, put, words, on }) {
    Object.assign(this, { panel, last, put, words, on });
    this.part = (name) => panel.querySelector(`[data-part="${name}"]`);
    this.part("next").addEventListener("click", () => this.close());
    this.part("print").addEventListener("click", () => this.#print());
    this.part("undo").addEventListener("click", () => this.#askWhy());
    this.part("keep").addEventListener("click", () => this.#cancelUndo());
    this.part("reasons").addEventListener("click", (event) => {
      const button = event.target.closest("button[data-reason]");
      if (button) this.undo(button.dataset.reason);
    });
    last.querySelector("button").addEventListener("click", () => this.reopen());
    this.done = null;
  }

  /** The group sale in the panel; read it only while there is one. */
  get #shown() {
    return /** @type {AnsweredGroup} */ (this.done);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Show a group sale that the device has stored.
   *  `done`: { receipts: [{ id, receipt, buyer, total, rest, sale }], total, change, cashier }. */
  show(done) {
    this.done = {
      ...done,
      voided: false,
      states: new Map(done.receipts.map((receipt) => [receipt.id, { result: "waiting" }])),
    };
    this.part("undo").hidden = false;
    this.part("reasons").hidden = true;
    this.#fill();
    this.panel.hidden = false;
    this.part("next").focus({ preventScroll: true });
    this.on.say([this.part("title").textContent, this.#paid(), this.#receipts()].join(", "), { quiet: true });
    this.#leaveLater();
  }

  /** Show the server's answer about an item: { id, result, errors }. */
  showAnswer(reply) {
    if (!this.done?.states.has(reply.id)) return;
    this.done.states.set(reply.id, {
      ...reply,
      result: reply.result === "replayed" ? reply.first_result || "recorded" : reply.result,
    });
    this.#fillSent();
  }

  close() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.panel.hidden = true;
    this.on.next();
  }

  /** Show the last result again. */
  reopen() {
    if (!this.done || this.isOpen) return;
    this.panel.hidden = false;
    this.part("next").focus({ preventScroll: true });
    this.#leaveLater();
  }

  /** Forget the last result when another cashier takes over. */
  forget() {
    this.done = null;
    this.last.hidden = true;
    this.panel.hidden = true;
    clearTimeout(this.timer);
  }

  /** Void the group sale: one reversing item with the reason for each receipt, also offline; nothing is deleted. */
  async undo(reason) {
    const { done } = this;
    if (!done || done.voided || this.busy) return;
    this.busy = true;
    const soldAt = instant();
    const voids = done.receipts.map((receipt) => ({
      id: newId(),
      void_of: receipt.id,
      reason,
      sold_at: soldAt,
      cashier: done.cashier,
    }));
    try {
      await this.put(voids.map((item) => ({ kind: "void", item })));
      done.voided = true;
      done.states = new Map(voids.map((one) => [one.id, { result: "waiting" }]));
      this.part("undo").hidden = true;
      this.part("reasons").hidden = true;
      this.#fill();
      this.part("next").focus({ preventScroll: true });
      this.on.say([this.part("title").textContent, this.#receipts()].join(", "), { quiet: true });
      this.on.undone(done.receipts.map((receipt) => receipt.id));
    } catch (error) {
      this.on.say(error.message || this.words.void_failed);
    } finally {
      this.busy = false;
      this.#leaveLater();
    }
  }

  #fill() {
    const { words } = this;
    const done = this.#shown;
    const isOne = done.receipts.length === 1;
    this.panel.dataset.result = done.voided ? "voided" : "recorded";
    this.part("mark").textContent = done.voided ? "↩" : "✓";
    this.part("title").textContent = done.voided ? words.result_voided : words.result_recorded;
    this.part("sum").textContent = this.#paid();
    this.part("buyer").textContent = isOne
      ? done.receipts[0].buyer
      : words.buyers_paid.replace("{count}", String(done.receipts.length));
    this.part("receipt").textContent = this.#receipts();
    this.part("change").hidden = !done.change || done.voided;
    this.part("change").querySelector("b").textContent = rupiah(done.change || 0);
    this.part("rest").textContent = done.voided || !isOne ? "" : done.receipts[0].rest;
    fadeAnew(this.part("rest"));
    this.part("print").hidden = done.voided;
    this.#fillSent();
    this.last.hidden = false;
    this.last.querySelector("span").textContent = (done.voided ? words.last_voided : words.last)
      .replace(
        "{receipt}",
        isOne ? done.receipts[0].receipt : words.buyers_paid.replace("{count}", String(done.receipts.length)),
      )
      .replace("{total}", this.#paid());
  }

  /** Return payment method and sum, so that the cashier notices a mistake at once. */
  #paid() {
    const { payment } = this.#shown.receipts[0].sale;
    return [payment === "none" ? "" : this.words[`paid_${payment}`], rupiah(this.#shown.total)].join(" ").trim();
  }

  /** Show how far the group sale has been sent; the worst state of its receipts counts for all. */
  #fillSent() {
    const states = [...this.#shown.states.values()];
    const worst = WORST_FIRST.find((result) => states.some((state) => state.result === result)) || "recorded";
    const errors = states
      .filter((state) => state.result === worst)
      .flatMap((state) => Object.values(state.errors || {}));
    const line = this.part("sent");
    line.dataset.sent = worst;
    line.querySelector("span").textContent = [this.words[`sent_${worst}`], ...errors.map(String)].join(" ");
    if (worst === "refused" || worst === "conflict") this.on.say(line.textContent.trim());
  }

  #receipts() {
    return this.#shown.receipts.map((receipt) => receipt.receipt).join(" · ");
  }

  #print() {
    clearTimeout(this.timer);
    this.on.print(this.#shown, () => {
      this.part("next").focus({ preventScroll: true }); // so that Enter goes on instead of printing again
      this.#leaveLater();
    });
  }

  #askWhy() {
    clearTimeout(this.timer);
    this.part("undo").hidden = true;
    this.part("reasons").hidden = false;
    this.part("reasons").querySelector("button").focus();
  }

  #cancelUndo() {
    this.part("undo").hidden = false;
    this.part("reasons").hidden = true;
    this.part("next").focus();
    this.#leaveLater();
  }

  #leaveLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.part("reasons").hidden) this.close();
    }, OPEN_FOR);
  }
}

/** Return the values of a sale for the result panel and the printed receipt. */
export function describeSale(receipt, sale, words) {
  const { name, last4, rest, kind } = receipt.buyer;
  const isNumber = /^[0-9\s.]{18,}$/.test(name); // stored as typed, printed only with its last digits
  return {
    id: sale.id,
    receipt: receiptNumber(sale.id),
    buyer: isNumber ? words.unknown_number : name,
    last4: isNumber ? name.slice(-4) : kind === "employee" ? last4 : "",
    total: total(receipt),
    lines: receipt.lines,
    rest: restSentence(rest && { ...rest, asOf: "" }, words, total(receipt)),
    asOf: rest?.asOf || "",
    sale,
  };
}
