// The answer after a sale: big, unmistakable; print it, take it back, or go on. It leaves by itself.

import { rupiah } from "./cart.js";
import { instant, newId, NoAnswer, post } from "./send.js";

const STAYS = 20000; // milliseconds until the till is ready for the next buyer by itself

export class Answer {
  /** `on`: { next(), say(sentence) }. */
  constructor({ panel, last, urls, words, cashier, on }) {
    Object.assign(this, { panel, last, urls, words, cashier, on });
    this.part = (name) => panel.querySelector(`[data-part="${name}"]`);
    this.part("next").addEventListener("click", () => this.close());
    this.part("reasons").addEventListener("click", (event) => {
      const button = event.target.closest("button[data-reason]");
      if (button) this.undo(button.dataset.reason);
    });
    this.part("undo").addEventListener("click", () => this.#askWhy());
    last.querySelector("button").addEventListener("click", () => this.#reopen());
    this.sale = null;
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Show what became of a sale. `done`: { id, receipt, result, buyer, total, change, rest, url }. */
  show(done) {
    this.sale = { ...done, voided: false };
    this.panel.dataset.result = done.result;
    this.#fill(this.words[`result_${done.result}`], this.words[`mark_${done.result}`] || "✓");
    this.part("undo").hidden = false;
    this.part("reasons").hidden = true;
    this.panel.hidden = false;
    this.part("next").focus({ preventScroll: true });
    this.#remember();
    this.#leaveLater();
  }

  close() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.panel.hidden = true;
    this.on.next();
  }

  /** Take the last sale back: a reversing row with the reason, never a deletion. */
  async undo(reason) {
    const sale = this.sale;
    if (!sale || sale.voided || this.busy) return;
    this.busy = true;
    sale.voidId ||= newId();
    try {
      await post(this.urls.void, {
        void: { id: sale.voidId, void_of: sale.id, reason, sold_at: (sale.voidAt ||= instant()), cashier: this.cashier },
        sent_at: instant(),
      });
      sale.voided = true;
      this.panel.dataset.result = "voided";
      this.#fill(this.words.result_voided, "↩");
      this.part("undo").hidden = true;
      this.part("reasons").hidden = true;
      this.part("next").focus({ preventScroll: true });
      this.#remember();
    } catch (error) {
      this.on.say(error instanceof NoAnswer ? this.words.void_offline : error.message || this.words.void_failed);
    } finally {
      this.busy = false;
      this.#leaveLater();
    }
  }

  #fill(title, mark) {
    const sale = this.sale;
    this.part("mark").textContent = mark;
    this.part("title").textContent = title;
    this.part("receipt").textContent = sale.receipt;
    this.part("buyer").textContent = sale.buyer;
    this.part("sum").textContent = rupiah(sale.total);
    this.part("change").hidden = !sale.change || sale.voided;
    this.part("change").querySelector("b").textContent = rupiah(sale.change || 0);
    const rest = this.part("rest");
    rest.textContent = sale.voided ? "" : sale.rest;
    rest.classList.remove("fades-away");
    void rest.offsetWidth;
    rest.classList.add("fades-away");
    this.part("print").href = sale.url;
    this.part("print").hidden = sale.voided;
    this.on.say([title, sale.receipt, rupiah(sale.total)].join(", "), { quiet: true });
  }

  #askWhy() {
    clearTimeout(this.timer);
    this.part("undo").hidden = true;
    this.part("reasons").hidden = false;
    this.part("reasons").querySelector("button").focus();
  }

  #reopen() {
    if (!this.sale) return;
    this.panel.hidden = false;
    this.part("next").focus();
    this.#leaveLater();
  }

  #remember() {
    this.last.hidden = false;
    const text = this.sale.voided ? this.words.last_voided : this.words.last;
    this.last.querySelector("span").textContent = text
      .replace("{receipt}", this.sale.receipt)
      .replace("{total}", rupiah(this.sale.total));
  }

  #leaveLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.part("reasons").hidden) this.close();
    }, STAYS);
  }
}
