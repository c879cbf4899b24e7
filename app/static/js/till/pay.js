// The right column: the lines of the receipt, the other buyers of a group sale, the total, cash given and change.

import { change, pieces, quickCash, readAmount, rupiah, total, unbroken } from "./cart.js";
import { groupWhileTyping } from "./money_field.js";
import { groupTotal } from "./group_sale.js";

export class Pay {
  /** `on`: { quantity(at, n), given(amount or null), save(payment), takeBack(at), drop(at) }.
   *  `mode`: "cash" or "record". */
  constructor({ root, mode, words, on }) {
    Object.assign(this, { root, mode, words, on });
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.lines = this.part("lines");
    this.shown = 0;
    this.lines.addEventListener("click", (event) => this.#stepped(event));
    this.lines.addEventListener("change", (event) => this.#typed(event));
    this.saves = document.querySelectorAll("[data-save]");
    for (const button of this.saves) {
      button.addEventListener("click", () => on.save(button.dataset.save));
    }
    this.cash = this.part("given");
    groupWhileTyping(this.cash);
    this.cash.addEventListener("input", () =>
      on.given(this.cash.value.trim() ? (readAmount(this.cash.value) ?? 0) : null),
    );
    this.part("quick").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#handed(button);
    });
  }

  /** Show whether the receipt can be saved; `why`: the reason if it cannot. */
  mark(why) {
    for (const button of this.saves) button.classList.toggle("not-yet", Boolean(why));
  }

  /** Return the sentence to show instead of saving if cash was typed and then QRIS or Transfer pressed, perhaps by
   *  mistake; the second press confirms it. Empty if there is no doubt. */
  doubt(payment, { given }) {
    if (["cash", "none"].includes(payment) || given === null || this.sure === payment) return "";
    this.sure = payment;
    const sentence = this.words.cash_typed.replaceAll("{payment}", this.words[`paid_${payment}`]);
    return sentence.replace("{sum}", rupiah(given));
  }

  /** Show a receipt and the receipts paid together with it. */
  draw(receipt, group) {
    this.sure = "";
    const [own, due] = [total(receipt), groupTotal(group, receipt)];
    this.lines.replaceChildren(...receipt.lines.map((line, at) => this.#line(line, at)));
    this.part("nothing").hidden = receipt.lines.length > 0 || group.length > 0;
    this.#drawGroup(group, receipt, own);
    this.part("total").textContent = rupiah(due);
    this.part("total-label").textContent = group.length ? this.words.total_together : this.words.total;
    document.querySelector("[data-part=step-total]").textContent = rupiah(due);
    const count = [...group, receipt].reduce((sum, one) => sum + pieces(one), 0);
    const sentence = group.length
      ? this.words.pieces_together.replace("{buyers}", String(group.length + Number(Boolean(receipt.buyer))))
      : this.words.pieces;
    document.querySelector("[data-part=step-count]").textContent = sentence.replace("{count}", String(count));
    if (receipt.lines.length > this.shown) this.part("cart-body").scrollTop = this.part("cart-body").scrollHeight;
    this.shown = receipt.lines.length;
    if (this.mode === "cash") this.#drawCash(receipt, due);
  }

  /** Show the buyers before this one: each receipt can be reopened or dropped. */
  #drawGroup(group, receipt, own) {
    const list = this.part("visit");
    list.hidden = !group.length;
    list.replaceChildren(
      ...group.map((one, at) => {
        const row = make("li", "visit-row");
        const edit = make("button", "visit-edit");
        edit.append(
          make("span", "visit-name", one.buyer.name),
          " ",
          make("span", "visit-sum figure", rupiah(total(one), { bare: true })),
        );
        edit.title = this.words.group_edit;
        edit.addEventListener("click", () => this.on.takeBack(at));
        const drop = make("button", "visit-drop", "×");
        drop.setAttribute("aria-label", this.words.group_drop.replace("{name}", one.buyer.name));
        drop.addEventListener("click", () => this.on.drop(at));
        edit.type = drop.type = "button";
        row.append(edit, drop);
        return row;
      }),
    );
    const now = this.part("visit-now");
    now.hidden = !receipt.buyer;
    now.querySelector("span").textContent = receipt.buyer?.name || this.words.this_buyer;
    now.querySelector("b").textContent = rupiah(own, { bare: true });
  }

  /** Draw the buttons for sums in banknotes, each with its change; a second press replaces the first. */
  #drawCash(receipt, due) {
    if (receipt.given === null && document.activeElement !== this.cash) this.cash.value = "";
    const keys = [due, ...quickCash(due)];
    this.part("quick").replaceChildren(
      ...(due ? keys : []).map((sum) => {
        const button = make("button", "quick");
        const [face, back] = [rupiah(sum, { bare: true }), rupiah(sum - due, { bare: true })];
        button.type = "button";
        button.dataset.sum = String(sum);
        button.append(
          make("b", "", sum === due ? this.words.exact : face),
          " ",
          make("small", "", sum === due ? face : this.words.gives_back.replace("{sum}", back)),
        );
        button.setAttribute("aria-pressed", String(receipt.given === sum));
        return button;
      }),
    );
    const back = change(receipt, due);
    const isShort = back !== null && back < 0;
    const shown = this.part("change");
    shown.hidden = !due;
    shown.classList.toggle("is-empty", back === null);
    shown.classList.toggle("too-little", isShort);
    shown.querySelector("span").textContent = isShort ? this.words.lacking : this.words.change;
    shown.querySelector("b").textContent = rupiah(Math.abs(back ?? 0));
  }

  #handed(button) {
    const sum = Number(button.dataset.sum);
    this.cash.value = rupiah(sum, { bare: true });
    this.on.given(sum);
    this.root.querySelector(".save").focus({ preventScroll: true });
    this.part("change").scrollIntoView({ block: "nearest" });
  }

  #line(line, at) {
    const row = document.createElement("li");
    row.className = "cart-line";
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
    const name = make("span", "line-name", unbroken(line.name));
    name.append(make("small", "line-unit", `${line.maker} · @${rupiah(line.unitPrice, { bare: true })}`));
    row.append(name, stepper, make("span", "line-sum figure", rupiah(line.quantity * line.unitPrice, { bare: true })));
    return row;
  }

  #stepped(event) {
    const button = event.target.closest("button[data-by]");
    if (!button) return;
    const at = Number(button.dataset.at);
    const count = Number(this.lines.querySelector(`input[data-at="${at}"]`).value) || 0;
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

function make(tag, className, text = "") {
  const part = document.createElement(tag);
  part.className = className;
  part.textContent = text;
  return part;
}
