// Ids, receipt numbers and instants that the till makes itself. No network, no page.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Return a new UUID (version 4); crypto.randomUUID does not exist without a secure context. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Return the receipt number, e.g. `7QK3-M9ZD`: the first 40 bits of the sale's id. @param {string} id */
export function receiptNumber(id) {
  const bits = BigInt(`0x${id.replaceAll("-", "").slice(0, 10)}`);
  let letters = "";
  for (let shift = 35n; shift >= 0n; shift -= 5n) letters += ALPHABET[Number((bits >> shift) & 31n)];
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Return an instant for the API, with the device's own offset: `2026-11-07T09:15:02.120+09:00`. */
export function instant(moment = new Date()) {
  const offset = -moment.getTimezoneOffset();
  const part = (/** @type {number} */ number, size = 2) => String(Math.floor(Math.abs(number))).padStart(size, "0");
  const local = new Date(moment.getTime() + offset * 60000).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? "-" : "+"}${part(offset / 60)}:${part(offset % 60)}`;
}

/** Return the day of an instant by the device's clock, e.g. `2026-11-07`. @param {Date | number} moment */
export function dayOf(moment = new Date()) {
  return instant(moment instanceof Date ? moment : new Date(moment)).slice(0, 10);
}

/** Return a length of time in words, in one unit: 90 → "2 menit", 40 days → "40 hari".
 *  @param {number} seconds @param {Words} words */
export function spanText(seconds, words) {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const hours = Math.round(minutes / 60);
  const [unit, count] =
    minutes < 90 ? ["minutes", minutes] : hours < 48 ? ["hours", hours] : ["days", Math.round(hours / 24)];
  return words[`span_${unit}`].replace("{count}", String(count));
}

/** Return the time of an instant as written in Indonesia, e.g. `09.14`. @param {Date | number} moment */
export function clockText(moment) {
  return new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit" }).format(moment);
}
