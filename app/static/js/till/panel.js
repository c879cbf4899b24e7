// The line that says in words what the device still holds, the alarm above the desk, and the sheet behind the line.

import { rupiah } from "./cart.js";
import { clockText, instant, newId, spanText } from "./ids.js";

const CLOCK_LIMIT = 120; // seconds

export class Panel {
  /** `session()`: who sells now, or null; `known()`: what the desk knows of people and own notes, or undefined. */
  constructor({ find, words, sheets, queue, flusher, version, session, known }) {
    Object.assign(this, { find, words, sheets, queue, flusher, version, session, known, clockOff: null });
    this.counted = {};
    find("state").addEventListener("click", () => this.open());
    find("send-now").addEventListener("click", () => flusher.kick());
    find("today-link").addEventListener("click", (event) => {
      if (!queue.flags.offline) return;
      event.preventDefault(); // the page is the server's; without a network the device has its own list
      this.open();
    });
    queue.onChange((state) => this.#draw(state));
  }

  /** How far the device's clock is from the server's, in seconds: said while it is too far. */
  setClock(off) {
    this.clockOff = off;
    const isOff = Math.abs(off) > CLOCK_LIMIT;
    if (isOff || this.isClockShown) this.alarm(isOff ? this.words.clock_off.replace("{span}", spanText(off, this.words)) : "");
    this.isClockShown = isOff;
  }

  /** A sentence above the desk until it is settled; without one the alarm goes. `act`: { text, run }. */
  alarm(sentence = "", act = null) {
    this.find("alarm").hidden = !sentence;
    this.find("alarm").querySelector("span").textContent = sentence;
    const button = this.find("alarm-act");
    button.hidden = !act;
    button.textContent = act?.text || "";
    button.onclick = act?.run || null;
  }

  async open() {
    const shown = this.sheets.show(this.find("panel"));
    await this.#fill();
    return shown;
  }

  /** What the line says: one sentence, the most important first. */
  sentence({ waiting, sending, offline, at, needs }) {
    const { words } = this;
    const count = (text) => text.replace("{count}", String(waiting));
    if (offline) return waiting ? count(words.state_offline_waiting) : words.state_offline;
    if (waiting && needs && !sending) return count(words.state_needs).replace("{cashier}", needs);
    if (waiting) return count(sending ? words.state_sending : words.state_waiting);
    return at ? words.state_saved.replace("{time}", clockText(at)) : words.state_ready;
  }

  #draw(state) {
    const line = this.find("state");
    const { waiting, aside, sending, offline } = state;
    line.dataset.state = offline ? "offline" : waiting ? (sending ? "sending" : "waiting") : "resting";
    line.dataset.aside = String(aside);
    const text = [this.sentence(state), aside ? this.words.state_aside.replace("{count}", String(aside)) : ""];
    const sentence = text.filter(Boolean).join(" · ");
    const shown = line.querySelector("span");
    if (shown.textContent !== sentence) shown.textContent = sentence;
    this.state = state;
    if (this.find("panel").open) this.#fill();
  }

  async #fill() {
    this.find("panel-state").textContent = this.find("state").querySelector("span").textContent;
    const [today, held] = [await this.queue.today(), await this.queue.list()];
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
    await this.#check();
  }

  /** What the device can do; the code that looks is fetched when somebody wants to know. */
  async #check() {
    const { checkDevice, showChecks } = await import("./check.js").catch(() => ({}));
    if (!checkDevice) return;
    showChecks(this.find("check-list"), await checkDevice({ words: this.words, clock: this.clockOff, version: this.version }));
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
    box.append(button(this.words.void_note, () => {
      box.replaceChildren(...reasons.map((reason) => button(reason, () => this.#void(note, reason))));
      box.firstChild.focus();
    }));
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

const why = ({ errors }) => Object.values(errors || {}).join("; ");

function row(title, sum, text) {
  const made = document.createElement("li");
  const part = (tag, className, content) => made.append(Object.assign(document.createElement(tag), { className, textContent: content }));
  part("b", "", title);
  part("span", "figure", sum);
  part("span", "row-words", text);
  return made;
}
