// Detects a NIP with a typing or reading error, so that the cashier can correct it. It is not refused. Pure.

const LENGTH = 18;
const LETTERS = /[OoIil|]/; // easily confused with 0 and 1

/** Return the fault of a text that looks like a NIP: the key of a sentence and the number of digits; null for none.
 *  @param {string} text */
export function numberFault(text) {
  const bare = text.replace(/[\s.'’\-/]/g, "");
  const digits = bare.replace(/\D/g, "");
  if (!digits || /[^0-9OoIil|]/.test(bare)) return null;
  if (bare.length < 9) return null;
  if (LETTERS.test(bare)) return digits.length >= 6 ? { sentence: "number_letters", count: digits.length } : null;
  return digits.length === LENGTH ? null : { sentence: "number_length", count: digits.length };
}
