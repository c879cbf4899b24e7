// The sheet behind the state line: what the device holds of today, what needs a look, what the device can do.

import { rupiah } from "./cart.js";
import { checkDevice, showChecks } from "./check.js";
import { clockText, instant, newId } from "./ids.js";

export class PanelSheet {
  /** `panel`: the one whose line opens it, with find, words, queue, session(), known(), clockOff and version. */
  constructor(panel) {
    const { find, words, queue, session, known } = panel;
    Object.assign(this, { panel, find, words, queue, session, known });
  }

  async fill() {
    const [today, held] = [await this.queue.today(), await this.queue.list()];
    this.find("send-now").className = `btn ${held.length ? "btn-primary" : "btn-quiet"}`; // loud only where it helps
    this.voided = new Set(today.map((note) => note.void_of).filter(Boolean));
    const seen = new Set();
    const asides = held.filter((entry) => entry.state === "aside" && entry.kind === "shift");
    const odd = today.filter((note) => ["refused", "held", "conflict"].includes(note.result));
    for (const note of odd) seen.add(note.id);
    this.find("attention").hidden = !odd.length && !asides.length;
    this.find("attention-list").replaceChildren(
      ...odd.map((note) => this.#row(note)),
      ...asides.map((entry) => row(this.words.note_shift, "", this.words.note_refused.replace("{why}", why(entry)))),
    );
    const plain = today.filter((note) => !seen.has(note.id));
    this.find("today-none").hidden = today.length > 0;
    this.find("today-list").replaceChildren(...plain.map((note) => this.#row(note)));
    const { clockOff: clock, version } = this.panel;
    showChecks(this.find("check-list"), await checkDevice({ words: this.words, clock, version }));
  }

  #row(note) {
    const text = this.words[`note_${note.result}`].replace("{why}", why(note));
    const what = note.kind === "void" ? this.words.note_void.replace("{receipt}", note.receipt) : note.receipt;
    const buyer = this.known()?.people.get(note.employee)?.name || "";
    const title = [`${clockText(new Date(note.at))} ${what}`, buyer].filter(Boolean).join(" · ");
    const state = this.voided.has(note.id) ? this.words.note_voided : text;
    const made = row(title, note.kind === "void" ? "" : rupiah(note.amount), state);
    if (this.#mayVoid(note)) made.append(this.#voidButton(note));
    return made;
  }

  /** The own sales of the shift still open: also those before the last one, also without a network. */
  #mayVoid(note) {
    const now = this.session();
    if (!now || note.cashier !== now.cashier || note.shift !== now.shift) return false;
    const stands = note.kind === "sale" && !this.voided.has(note.id);
    return stands && ["recorded", "waiting", "parked"].includes(note.result);
  }

  #voidButton(note) {
    const box = Object.assign(document.createElement("span"), { className: "row-words row-void" });
    const button = (text, run) => {
      const made = document.createElement("button");
      made.addEventListener("click", run);
      return Object.assign(made, { type: "button", className: "btn btn-quiet btn-small", textContent: text });
    };
    const reasons = [...document.querySelectorAll("[data-reason]")].map((one) => one.dataset.reason);
    box.append(
      button(this.words.void_note, () => {
        box.replaceChildren(...reasons.map((reason) => button(reason, () => this.#void(note, reason))));
        box.querySelector("button").focus();
      }),
    );
    return box;
  }

  async #void(note, reason) {
    const item = { id: newId(), void_of: note.id, reason, sold_at: instant(), cashier: note.cashier };
    try {
      await this.queue.put({ kind: "void", item });
      this.known()?.undone([note.id]);
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
