// The printed receipt, made on the device and so also offline: 58 mm wide, with a QR that the buyer can photograph.
// It contains no NIP, only the buyer's name as the cashier saw it.

import { encode } from "../../vendor/uqr/uqr.js";
import { rupiah, unbroken } from "./cart.js";
import { clockText, instant } from "./ids.js";
import { makeReceiptCode, printedAddress } from "./receipt_code.js";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 3; // modules of white around the code
const PIXELS_PER_MM = 96 / 25.4;

export class Slips {
  /** `dialog` has the parts slips-list, slips-print, slips-close; `receiptKey()` returns the till's signing key. */
  constructor({ dialog, words, device, receiptKey }) {
    Object.assign(this, { dialog, words, device, receiptKey });
    this.list = dialog.querySelector('[data-part="slips-list"]');
    dialog.querySelector('[data-part="slips-close"]').addEventListener("click", () => dialog.close());
    dialog.querySelector('[data-part="slips-print"]').addEventListener("click", () => this.print());
    dialog.addEventListener("close", () => this.onClosed?.());
    window.addEventListener("beforeprint", () => this.#fitPage());
    this.styles = [...document.styleSheets].find((sheet) => sheet.href?.includes("css/till-answer.css"));
  }

  /** Show the receipts of a group sale: one slip for each receipt. */
  async show(done, onClosed) {
    this.onClosed = onClosed;
    const slips = await Promise.all(done.receipts.map((receipt) => this.#slip(receipt, done)));
    this.list.replaceChildren(...slips);
    this.dialog.showModal();
    this.dialog.querySelector('[data-part="slips-print"]').focus();
    // Scroll to the code of a single receipt, because the buyer photographs it; several start at the top.
    if (slips.length === 1) this.list.querySelector(".slip-qr").scrollIntoView({ block: "center" });
    else this.list.scrollTop = 0;
  }

  print() {
    window.print();
  }

  /** Set the page's length to the slip's, so that a roll printer wastes no paper; also for the browser's print keys. */
  #fitPage() {
    if (!this.dialog.open) return;
    const longest = Math.max(...[...this.list.children].map((slip) => slip.scrollHeight));
    const size = `@page { size: 58mm ${Math.ceil(longest / PIXELS_PER_MM) + 4}mm; margin: 0 }`;
    // Named pages do not work for elements inside a dialog.
    const { styles } = this;
    const at = styles?.insertRule(size, styles.cssRules.length) ?? 0;
    window.addEventListener("afterprint", () => styles?.deleteRule(at), { once: true });
  }

  async #slip(receipt, done) {
    const { words } = this;
    const { sale } = receipt;
    const slip = make("article", "receipt slip");
    const moment = new Date(sale.sold_at);
    const head = make("p", "", `${words.slip_receipt} `);
    head.append(
      make("b", "", receipt.receipt),
      make("br"),
      writtenMoment(moment),
      make("br"),
      `${words.slip_cashier} ${done.cashierName}`,
    );
    slip.append(make("h2", "", this.device.booth.name), head, make("hr"));
    const person = make("p");
    person.append(make("b", "", receipt.buyer));
    if (receipt.last4) person.append(make("br"), `${words.number} ····${receipt.last4}`);
    slip.append(person, this.#lines(receipt));
    slip.append(make("p", "", this.#paid(sale, done)));
    if (receipt.rest) slip.append(make("hr"), this.#rest(receipt, moment));
    slip.append(make("hr"), ...(await this.#code(receipt)), make("p", "slip-thanks", words.slip_thanks));
    return slip;
  }

  /** Return the payment method; for one buyer's cash also the cash given and the change. */
  #paid({ payment }, { receipts, total, change }) {
    const paid = this.words[`paid_${payment}`];
    if (payment !== "cash" || receipts.length > 1 || change === null) return paid;
    const [given, back] = [total + change, change].map((sum) => rupiah(sum, { bare: true }));
    return `${paid} ${given} · ${this.words.change} ${back}`;
  }

  #lines(receipt) {
    const table = make("table");
    table.append(make("caption", "visually-hidden", this.words.slip_goods));
    const body = make("tbody");
    const row = (name, maker, sum, className = "") => {
      const line = make("tr", className);
      const cell = make("th", "", name);
      cell.scope = "row";
      if (maker) cell.append(make("br"), make("small", "", maker));
      line.append(cell, make("td", "num", sum));
      body.append(line);
    };
    for (const line of receipt.lines)
      row(
        `${line.quantity} × ${unbroken(line.name)}`,
        line.maker,
        rupiah(line.quantity * line.unitPrice, { bare: true }),
      );
    row(this.words.slip_total, "", rupiah(receipt.total), "receipt-total");
    table.append(body);
    return table;
  }

  #rest(receipt, moment) {
    const paragraph = make("p");
    paragraph.append(make("b", "", receipt.rest.charAt(0).toUpperCase() + receipt.rest.slice(1)));
    paragraph.append(
      make("br"),
      make("small", "", this.words.slip_as_of.replace("{time}", receipt.asOf || clockText(moment))),
    );
    return paragraph;
  }

  async #code(receipt) {
    const code = await makeReceiptCode(receipt.sale, await this.receiptKey(), this.device.id);
    const { text, level, whole } = printedAddress(location.origin, receipt.receipt, code);
    const hint = make("p", "slip-hint", whole ? this.words.slip_check : this.words.slip_check_only);
    return [drawQr(text, level, this.words.slip_qr.replace("{receipt}", receipt.receipt)), hint];
  }
}

/** Return a text as a QR code, drawn as one path; `label` is its name for screen readers. */
export function drawQr(text, level, label) {
  const { data, size } = encode(text, { ecc: level, boostEcc: false, border: 0 });
  const path = document.createElementNS(SVG, "path");
  path.setAttribute(
    "d",
    data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join(""),
  );
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size + 2 * QUIET} ${size + 2 * QUIET}`);
  svg.setAttribute("class", "slip-qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.append(path);
  return svg;
}

function writtenMoment(moment) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang || "id", {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(moment);
  return `${day}, ${instant(moment).slice(11, 16).replace(":", ".")}`;
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
