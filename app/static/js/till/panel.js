// The state line with the number of unsent items, and the alarm above the screen. Its dialog: panel_sheet.js.

import { clockText, spanText } from "./ids.js";

const CLOCK_LIMIT = 120; // seconds

export class Panel {
  /** `session()`: the present session, or null; `buyerLookup()`: people and today's own sales, or undefined. */
  constructor({ find, words, dialogs, outbox, sync, version, session, buyerLookup }) {
    Object.assign(this, { find, words, dialogs, outbox, sync, version, session, buyerLookup, clockOff: null });
    this.counted = {};
    find("state").addEventListener("click", () => this.open());
    find("send-now").addEventListener("click", () => sync.kick());
    find("today-link").addEventListener("click", (event) => {
      if (!outbox.flags.offline) return;
      event.preventDefault(); // the link leads to the server's page; without a network the device shows its own list
      this.open();
    });
    outbox.onChange((state) => this.#draw(state));
  }

  /** Store the difference between the server's clock and the device's, in seconds; show it if it is too large. */
  setClock(off) {
    this.clockOff = off;
    const isOff = Math.abs(off) > CLOCK_LIMIT;
    if (isOff || this.isClockShown)
      this.alarm(isOff ? this.words.clock_off.replace("{span}", spanText(off, this.words)) : "");
    this.isClockShown = isOff;
  }

  /** Show a sentence above the screen until it is cleared by an empty one. @param {Act | null} act */
  alarm(sentence = "", act = null) {
    this.find("alarm").hidden = !sentence;
    this.find("alarm").querySelector("span").textContent = sentence;
    const button = this.find("alarm-act");
    button.hidden = !act;
    button.textContent = act?.text || "";
    button.onclick = act?.run || null;
  }

  async open() {
    const shown = this.dialogs.show(this.find("panel"));
    await this.#fill();
    return shown;
  }

  /** Return the sentence of the state line: the most important one. */
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
    const { waiting, rejected, sending, offline } = state;
    line.dataset.state = offline ? "offline" : waiting ? (sending ? "sending" : "waiting") : "resting";
    line.dataset.rejected = String(rejected);
    const text = [this.sentence(state), rejected ? this.words.state_aside.replace("{count}", String(rejected)) : ""];
    const sentence = text.filter(Boolean).join(" · ");
    const shown = line.querySelector("span");
    if (shown.textContent !== sentence) shown.textContent = sentence;
    this.state = state;
    if (this.find("panel").open) this.#fill();
  }

  /** Fill the sheet; its code is loaded when it is first opened. */
  async #fill() {
    this.find("panel-state").textContent = this.find("state").querySelector("span").textContent;
    const PanelSheet = (await import("./panel_sheet.js").catch(() => null))?.PanelSheet;
    if (!PanelSheet) return;
    this.sheet ||= new PanelSheet(this);
    await this.sheet.fill();
  }
}
