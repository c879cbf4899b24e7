// The content of a receipt's QR: the sale itself, signed by this till, so that it can be booked from the paper if the
// tablet breaks. app/sales/paper/receipt_code.py is the server's version and describes the format; both are tested
// with tests/sales/receipt_vectors.json. It also works without crypto.subtle.

import { hmac } from "../../vendor/noble-hashes/hmac.js";
import { sha256 } from "../../vendor/noble-hashes/sha2.js";
import { hexToBytes } from "../../vendor/noble-hashes/utils.js";

const START = Date.UTC(1900, 0, 1);
const PAYMENTS = ["cash", "qris", "transfer", "none"];
/** @type {(keyof BuyerRef)[]} */
const BUYERS = ["public", "employee", "nip", "code", "card", "name"];
const HAS_SHIFT = 4,
  BUYER_SHIFT = 3,
  BESIDE = 64;
const LARGEST = 10 ** 15 - 1;
const encoder = new TextEncoder();

/** Error levels of a QR, each with the bytes of version 12, the largest that a 58 mm printer prints legibly. */
/** @type {[string, number][]} */
export const WHOLE = [
  ["M", 287],
  ["L", 367],
];

/** The payload cannot represent this sale. */
class NotRepresentable extends Error {}

/**
 * Return `2.<payload>.<signature>` of a sale in the form sent to the server;
 * "" if the payload cannot represent it exactly, and without a key.
 * `receiptKey` (hex) is this till's signing key from the server, `tillId` its id on the server.
 @param {Sale} sale @param {string | undefined} receiptKey @param {number} tillId */
export async function makeReceiptCode(sale, receiptKey, tillId) {
  if (!receiptKey) return "";
  const buyer = readBuyer(sale.buyer);
  try {
    const key = hexToBytes(receiptKey);
    const payload = write(sale, buyer, tillId, prove(key, sale, buyer));
    const signature = hmac(sha256, key, joined([encoder.encode("nota 1\n"), payload])).subarray(0, 16);
    return `2.${base64(payload)}.${base64(signature)}`;
  } catch (error) {
    if (error instanceof NotRepresentable) return "";
    throw error;
  }
}

/** Return the QR's content: { text, level, whole }; only the number if the whole sale would be too fine to print.
 *  @param {string} origin @param {string} receipt @param {string} code */
export function printedAddress(origin, receipt, code) {
  const bare = `${origin}/cek/${receipt}`;
  const fit = code && WHOLE.find(([, room]) => bare.length + 1 + code.length <= room);
  return fit ? { text: `${bare}#${code}`, level: fit[0], whole: true } : { text: bare, level: "M", whole: false };
}

/** Normalise a text as the server does. @param {unknown} text */
function clean(text) {
  return String(text ?? "")
    .replaceAll("\u00a0", " ")
    .normalize("NFC")
    .trim();
}

/** Return { key, value, name }: the kind of the buyer's identification, and the typed text. @param {BuyerRef} given
 *  @returns {BuyerRead} */
function readBuyer(given) {
  const key = BUYERS.find((name) => name in given && !(name === "name" && Object.keys(given).length > 1)) || "";
  const value = !key || key === "public" ? "" : clean(given[key]);
  const name = key === "name" ? "" : clean(given.name);
  return { key, value, name };
}

/** Return eight bytes that verify a typed buyer when it is typed again; the buyer itself is not in the code, because
 *  anybody may scan it.
 *  @param {Uint8Array} key @param {Sale} sale @param {BuyerRead} buyer @returns {Bytes} */
function prove(key, sale, buyer) {
  if (buyer.key === "public" || buyer.key === "employee") return [];
  const typed = encoder.encode(`${buyer.value}\0${buyer.name}`);
  return hmac(sha256, key, joined([encoder.encode("pembeli 1\n"), uuid(sale.id), typed])).subarray(0, 8);
}

/** @param {Sale} sale @param {BuyerRead} buyer @param {number} tillId @param {Bytes} proof */
function write(sale, buyer, tillId, proof) {
  const { key, value, name } = buyer;
  if (!key || (name && (key === "public" || key === "employee"))) throw new NotRepresentable("buyer");
  if (typeof sale.buyer[key] === "number" && key !== "employee")
    throw new NotRepresentable("a number that may be rounded");
  const payment = PAYMENTS.indexOf(sale.payment ?? "none");
  if (payment < 0) throw new NotRepresentable("payment");
  const head = payment | (sale.shift ? HAS_SHIFT : 0) | (BUYERS.indexOf(key) << BUYER_SHIFT) | (name ? BESIDE : 0);
  /** @type {Bytes[]} */
  const parts = [uuid(sale.id), moment(sale.sold_at), number(tillId), string(clean(sale.cashier)), [head]];
  if (sale.shift) parts.push(uuid(sale.shift));
  parts.push(key === "employee" ? number(Number(value)) : proof);
  parts.push(number(sale.lines.length));
  for (const line of sale.lines) {
    parts.push(number(line.product ?? 0), number(line.quantity), number(line.unit_price));
    if (line.product == null) parts.push(string(clean(line.maker)), string(clean(line.name)));
  }
  return joined(parts);
}

/** @param {string} text */
function uuid(text) {
  const digits = text.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, place) => parseInt(digits.slice(2 * place, 2 * place + 2), 16));
}

/** Encode an instant as six bytes: milliseconds since 1900. @param {string} text */
function moment(text) {
  const since = Date.parse(text) - START;
  if (!(since >= 0 && since < 2 ** 48) || /\.\d{3}\d*[1-9]/.test(text)) throw new NotRepresentable("moment");
  return Uint8Array.from({ length: 6 }, (_, place) => Math.floor(since / 256 ** (5 - place)) % 256);
}

/** Encode a number as LEB128: seven bits per byte, the lowest first. By division: bit operators have only 32 bits.
 *  @param {number} value */
function number(value) {
  if (!Number.isInteger(value) || value < 0 || value > LARGEST) throw new NotRepresentable("number");
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

/** @param {string} text */
function string(text) {
  const bytes = encoder.encode(text);
  return joined([number(bytes.length), bytes]);
}

/** @param {Bytes[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
