// The right column: the lines of the note, the total, money in and money back.

import { change, obstacle, pieces, quickCash, readAmount, rupiah, total } from "./cart.js";

export class Pay {
  /** `on`: { quantity(at, n), given(amount or null), save(payment) }. `mode`: "cash" or "record". */
  constructor({ root, mode, words, on }) {
    Object.assign(this, { root, mode, words, on });
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.lines = this.part("lines");
    this.lines.addEventListener("click", (event) => this.#stepped(event));
    this.lines.addEventListener("change", (event) => this.#typed(event));
    this.saves = document.querySelectorAll("[data-save]");
    for (const button of this.saves) {
      button.addEventListener("click", () => on.save(button.dataset.save));
    }
    this.cash = this.part("given");
    this.cash?.addEventListener("input", () => on.given(this.cash.value.trim() ? readAmount(this.cash.value) ?? 0 : null));
    this.part("quick")?.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#handed(button);
    });
  }

  draw(note) {
    const sum = total(note);
    this.lines.replaceChildren(...note.lines.map((line, at) => this.#line(line, at)));
    this.part("nothing").hidden = note.lines.length > 0;
    this.part("total").textContent = rupiah(sum);
    document.querySelector("[data-part=step-total]").textContent = rupiah(sum);
    document.querySelector("[data-part=step-count]").textContent = this.words.pieces.replace("{count}", String(pieces(note)));
    if (this.mode === "cash") this.#drawCash(note, sum);
    const why = obstacle(note, this.mode === "cash" ? "cash" : "none");
    for (const button of this.saves) button.classList.toggle("not-yet", Boolean(why));
  }

  #drawCash(note, sum) {
    if (note.given === null && document.activeElement !== this.cash) this.cash.value = "";
    const keys = [{ sum, text: this.words.exact, exact: true }, ...quickCash(sum).map((one) => ({ sum: one, text: rupiah(one, { bare: true }) }))];
    this.part("quick").replaceChildren(...(sum ? keys : []).map((key) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quick";
      button.textContent = key.text;
      button.dataset.sum = String(key.sum);
      button.setAttribute("aria-pressed", String(note.given === key.sum));
      button.setAttribute("aria-label", key.exact ? this.words.exact : this.words.handed.replace("{sum}", rupiah(key.sum, { bare: true })));
      return button;
    }));
    const back = change(note);
    const shown = this.part("change");
    shown.hidden = back === null || !sum;
    shown.classList.toggle("too-little", back < 0);
    shown.querySelector("span").textContent = back < 0 ? this.words.lacking : this.words.change;
    shown.querySelector("b").textContent = rupiah(Math.abs(back ?? 0));
  }

  #handed(button) {
    const sum = Number(button.dataset.sum);
    this.cash.value = rupiah(sum, { bare: true });
    this.on.given(sum);
    this.root.querySelector(".save").focus({ preventScroll: true });
  }

  #line(line, at) {
    const row = document.createElement("li");
    row.className = "note-line";
    const make = (tag, className, text = "") => {
      const part = document.createElement(tag);
      part.className = className;
      part.textContent = text;
      return part;
    };
    const step = (by, sign, label) => {
      const button = make("button", "step-button", sign);
      button.type = "button";
      button.dataset.at = String(at);
      button.dataset.by = String(by);
      button.setAttribute("aria-label", label.replace("{name}", line.name));
      return button;
    };
    const count = make("input", "line-count");
    Object.assign(count, { value: String(line.quantity), inputMode: "numeric", maxLength: 5 });
    count.dataset.at = String(at);
    count.setAttribute("aria-label", this.words.quantity.replace("{name}", line.name));
    const stepper = make("span", "stepper");
    stepper.append(step(-1, "−", this.words.fewer), count, step(1, "+", this.words.more));
    const sum = make("span", "line-sum figure", rupiah(line.quantity * line.unitPrice, { bare: true }));
    const unit = make("small", "line-unit", `${line.maker} · @${rupiah(line.unitPrice, { bare: true })}`);
    const [upper, lower] = [make("div", "line-row"), make("div", "line-row")];
    upper.append(make("span", "line-name", line.name), sum);
    lower.append(unit, stepper);
    row.append(upper, lower);
    return row;
  }

  #stepped(event) {
    const button = event.target.closest("button[data-by]");
    if (!button) return;
    const at = Number(button.dataset.at);
    const count = Number(this.lines.querySelector(`.line-count[data-at="${at}"]`).value) || 0;
    this.on.quantity(at, count + Number(button.dataset.by));
    this.lines.querySelector(`button[data-at="${at}"][data-by="${button.dataset.by}"]`)?.focus({ preventScroll: true });
  }

  #typed(event) {
    if (!event.target.matches(".line-count")) return;
    const text = event.target.value.trim();
    const at = Number(event.target.dataset.at);
    this.on.quantity(at, /^[0-9]{1,5}$/.test(text) ? Number(text) : NaN);
  }
}
