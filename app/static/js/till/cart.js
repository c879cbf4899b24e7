// One receipt (nota) as values: buyer, goods, prices. Pure: no page, no network, no clock.
// Money is whole rupiah, always an integer.

import { newId } from "./ids.js";

export const MAX_QUANTITY = 10000;
export const MAX_AMOUNT = 999999999999;

/** An empty receipt. It has the id of its sale from the beginning, so that a sale sent twice is recorded once.
 *  @returns {Receipt} */
export function emptyReceipt() {
  return { id: newId(), buyer: null, lines: [], given: null };
}

/** Return the receipt with one more piece of a product; the same product at the same price is one line.
 *  @param {Receipt} receipt @param {Product} product */
export function addProduct(receipt, product) {
  const at = receipt.lines.findIndex((line) => line.product === product.id && line.unitPrice === product.price);
  if (at >= 0) return setQuantity(receipt, at, receipt.lines[at].quantity + 1);
  const line = { product: product.id, maker: product.maker, name: product.name, quantity: 1, unitPrice: product.price };
  return { ...receipt, lines: [...receipt.lines, line] };
}

/** Return the receipt with a line typed by hand: maker, name, price in whole rupiah, quantity.
 *  @param {Receipt} receipt @param {{ maker: string, name: string, amount: number, quantity: number }} line */
export function addFree(receipt, { maker, name, amount, quantity }) {
  return { ...receipt, lines: [...receipt.lines, { product: null, maker, name, quantity, unitPrice: amount }] };
}

/** Return the receipt with another quantity of one line; 0 removes the line.
 *  @param {Receipt} receipt @param {number} at @param {number} quantity */
export function setQuantity(receipt, at, quantity) {
  const bounded = Math.min(Math.max(Math.trunc(quantity) || 0, 0), MAX_QUANTITY);
  const lines = receipt.lines.map((line, place) => (place === at ? { ...line, quantity: bounded } : line));
  return { ...receipt, lines: lines.filter((line) => line.quantity > 0) };
}

/** The sum of all lines. @param {Receipt} receipt */
export function total(receipt) {
  return receipt.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
}

/** Return the number of pieces on the receipt. @param {Receipt} receipt */
export function pieces(receipt) {
  return receipt.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** Return the change for a payment of `due`; negative if the cash is too little, null if no cash was typed.
 *  @param {Receipt} receipt */
export function change(receipt, due = total(receipt)) {
  return receipt.given === null ? null : receipt.given - due;
}

/** Return likely sums in banknotes for an amount: 74.000 → 75.000, 80.000, 100.000. The two nearest, and one of the
 *  largest banknotes, which most people carry. @param {number} amount */
export function quickCash(amount) {
  if (amount <= 0) return [];
  const rounded = (/** @type {number} */ banknote) => Math.ceil(amount / banknote) * banknote;
  const sums = [...new Set([5000, 10000, 20000, 50000, 100000].map(rounded))]
    .filter((sum) => sum > amount)
    .sort((a, b) => a - b);
  return sums.length <= 3 ? sums : [...sums.slice(0, 2), Math.max(rounded(50000), sums[2])];
}

/** Read typed rupiah (`20.000`, `Rp 20.000`, `20000`) as an integer; null for other text. @param {string} text */
export function readAmount(text) {
  const cleaned = text
    .trim()
    .replace(/^rp\.?\s*/i, "")
    .replace(/,(00|-)$/, "");
  if (!/^([0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3})$/.test(cleaned)) return null;
  return Number(cleaned.replaceAll(".", ""));
}

/** Whether digits may be cash for `due` (banknotes and coins, or the exact sum) instead of a bar code.
 *  @param {string} text @param {number} due */
export function isMoney(text, due) {
  const amount = readAmount(text);
  if (amount === null || amount >= 10 ** 10) return false;
  return amount === due || amount % (amount < 10 ** 7 ? 50 : 1000) === 0;
}

/** 1234567 → `Rp1.234.567`; bare: without the Rp. @param {number} amount */
export function rupiah(amount, { bare = false } = {}) {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0 ? "−" : ""}${bare ? "" : "Rp"}${digits}`;
}

/** A product's name whose number and unit stay on one line: "250 g". @param {string} name */
export function unbroken(name) {
  return name.replace(/(\d) (?=(?:g|gr|gram|kg|ml|l|liter|cm|m|pcs|buah|lembar|bungkus)\b)/gi, "$1\u00a0");
}

/** Return the server's warnings about a product in words; "" if there are none that this page can name. A warning
 *  does not prevent selling. @param {Product} product @param {Words} words */
export function warningWords(product, words) {
  const labels = (product.warnings || []).map((slug) => words[`warning_${slug}`]);
  return labels.filter(Boolean).join(", ");
}

/** Return why the receipt cannot be saved yet, as the key of a sentence; null if it can. `due`: the sum to pay.
 *  @param {Receipt} receipt @param {string} payment */
export function obstacle(receipt, payment, due = total(receipt)) {
  if (!receipt.buyer) return "no_buyer";
  if (receipt.buyer.unconfirmed) return "unconfirmed";
  if (receipt.buyer.served && !receipt.buyer.goesOn) return "served";
  if (!receipt.lines.length) return "no_lines";
  if (total(receipt) > MAX_AMOUNT) return "too_much";
  if (payment === "cash" && receipt.given !== null && receipt.given < due) return "cash_short";
  return null;
}

/** Return the receipt as the server's JSON. Cash given and change are no part of a sale (decisions 12).
 *  @param {PendingReceipt} receipt
 *  @param {{ soldAt: string, cashier: string, shift: string | null, payment: Payment }} sold @returns {Sale} */
export function toSale(receipt, { soldAt, cashier, shift, payment }) {
  return {
    id: receipt.id,
    sold_at: soldAt,
    cashier,
    shift,
    buyer: receipt.buyer.ref,
    lines: receipt.lines.map((line) =>
      line.product === null
        ? { maker: line.maker, name: line.name, quantity: line.quantity, unit_price: line.unitPrice }
        : { product: line.product, quantity: line.quantity, unit_price: line.unitPrice },
    ),
    payment,
  };
}

/** Return what remains of the minimum after spending `spent` more; `rest` is the buyer's standing and its time.
 *  @param {Rest | null | undefined} rest @param {Words} words */
export function restSentence(rest, words, spent = 0) {
  if (!rest?.status) return "";
  const left = rest.status === "short" ? rest.shortfall - spent : 0;
  const sentence =
    left > 0
      ? words.rest_short.replace("{amount}", rupiah(left)).replace("{day}", rest.until)
      : words[rest.status === "short" ? "rest_met" : `rest_${rest.status}`] || "";
  return sentence && rest.asOf
    ? words.rest_as_of.replace("{sentence}", sentence).replace("{time}", rest.asOf)
    : sentence;
}

/** Classify a typed or scanned text. A number that belongs to a product is a product.
 *  @param {string} text @param {Map<string, Product>} barcodes @returns {Classified} */
export function classify(text, barcodes) {
  const code = text.trim();
  const product = barcodes.get(code);
  if (product) return { kind: "product", product };
  const digits = code.replace(/[\s.]/g, "").replace(/^['’]/, "");
  if (/^[0-9]{18}$/.test(digits)) return { kind: "nip", value: digits };
  if (/^[0-9]+$/.test(digits)) return { kind: "digits", value: digits };
  return { kind: "text", value: code };
}
