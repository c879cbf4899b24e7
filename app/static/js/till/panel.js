// The line that says in words what the device still holds, the alarm above the desk, and the sheet behind the line.

import { rupiah } from "./cart.js";
import { clockText } from "./ids.js";

export class Panel {
  constructor({ find, words, sheets, queue, flusher, version, clockOff }) {
    Object.assign(this, { find, words, sheets, queue, flusher, version, clockOff });
    this.counted = {};
    find("state").addEventListener("click", () => this.open());
    find("send-now").addEventListener("click", () => flusher.kick());
    queue.onChange((state) => this.#draw(state));
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
    showChecks(this.find("check-list"), await checkDevice({ words: this.words, clock: this.clockOff(), version: this.version }));
  }

  #row(note) {
    const text = this.words[`note_${note.result}`].replace("{why}", why(note));
    const what = note.kind === "void" ? this.words.note_void.replace("{receipt}", note.receipt) : note.receipt;
    return row(`${clockText(new Date(note.at))} ${what}`, note.kind === "void" ? "" : rupiah(note.amount), text);
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
