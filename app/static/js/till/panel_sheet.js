// The sheet of the state line: today's receipts of this device, rejected items, and the self-check.

import { rupiah } from "./cart.js";
import { checkDevice, showChecks } from "./check.js";
import { clockText, instant, newId } from "./ids.js";

export class PanelSheet {
  /** `panel`: the one whose line opens it, with find, words, queue, session(), buyerLookup(), clockOff and version. */
  constructor(panel) {
    const { find, words, outbox, session, buyerLookup } = panel;
    Object.assign(this, { panel, find, words, outbox, session, buyerLookup });
  }

  async fill() {
    const [today, items] = [await this.outbox.today(), await this.outbox.list()];
    this.find("send-now").className = `btn ${items.length ? "btn-primary" : "btn-quiet"}`; // prominent if useful
    this.voided = new Set(today.map((record) => record.void_of).filter(Boolean));
    const seen = new Set();
    const rejectedShifts = items.filter((entry) => entry.state === "aside" && entry.kind === "shift");
    const odd = today.filter((record) => ["refused", "held", "conflict"].includes(record.result));
    for (const record of odd) seen.add(record.id);
    this.find("attention").hidden = !odd.length && !rejectedShifts.length;
    this.find("attention-list").replaceChildren(
      ...odd.map((record) => this.#record(record)),
      ...rejectedShifts.map((entry) =>
        row(this.words.receipt_shift, "", this.words.receipt_refused.replace("{why}", why(entry))),
      ),
    );
    const plain = today.filter((record) => !seen.has(record.id));
    this.find("today-none").hidden = today.length > 0;
    this.find("today-list").replaceChildren(...plain.map((record) => this.#record(record)));
    const { clockOff: clock, version } = this.panel;
    showChecks(this.find("check-list"), await checkDevice({ words: this.words, clock, version }));
  }

  #record(record) {
    const text = this.words[`receipt_${record.result}`].replace("{why}", why(record));
    const what = record.kind === "void" ? this.words.receipt_void.replace("{receipt}", record.receipt) : record.receipt;
    const buyer = this.buyerLookup()?.people.get(record.employee)?.name || "";
    const title = [`${clockText(new Date(record.at))} ${what}`, buyer].filter(Boolean).join(" · ");
    const state = this.voided.has(record.id) ? this.words.receipt_voided : text;
    const made = row(title, record.kind === "void" ? "" : rupiah(record.amount), state);
    if (this.#mayVoid(record)) made.append(this.#voidButton(record));
    return made;
  }

  /** Whether this is a sale of the cashier's open shift, which may be voided also without a network. */
  #mayVoid(record) {
    const now = this.session();
    if (!now || record.cashier !== now.cashier || record.shift !== now.shift) return false;
    const isInForce = record.kind === "sale" && !this.voided.has(record.id);
    return isInForce && ["recorded", "waiting", "parked"].includes(record.result);
  }

  #voidButton(record) {
    const box = Object.assign(document.createElement("span"), { className: "row-words row-void" });
    const button = (text, run) => {
      const made = document.createElement("button");
      made.addEventListener("click", run);
      return Object.assign(made, { type: "button", className: "btn btn-quiet btn-small", textContent: text });
    };
    const reasons = [...document.querySelectorAll("[data-reason]")].map((one) => one.dataset.reason);
    box.append(
      button(this.words.void_receipt, () => {
        box.replaceChildren(...reasons.map((reason) => button(reason, () => this.#void(record, reason))));
        box.querySelector("button").focus();
      }),
    );
    return box;
  }

  async #void(record, reason) {
    const item = { id: newId(), void_of: record.id, reason, sold_at: instant(), cashier: record.cashier };
    try {
      await this.outbox.put({ kind: "void", item });
      this.buyerLookup()?.undone([record.id]);
    } catch (error) {
      this.find("panel-state").textContent = error.message;
    }
  }
}

/** @param {{ errors?: object }} given */
const why = ({ errors }) => Object.values(errors || {}).join("; ");

function row(title, sum, text) {
  const made = document.createElement("li");
  const part = (tag, className, content) =>
    made.append(Object.assign(document.createElement(tag), { className, textContent: content }));
  part("b", "", title);
  part("span", "figure", sum);
  part("span", "row-words", text);
  return made;
}
