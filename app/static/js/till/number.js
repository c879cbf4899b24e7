// A NIP that was typed or read wrongly. Pure. It is never refused, but nobody becomes a stranger by a slip.

const LENGTH = 18;
const LETTERS = /[OoIil|]/; // read for 0 and 1

/** What is wrong with a text meant as a NIP: the name of a sentence and how many figures; null when nothing is.
 *  @param {string} text */
export function numberFault(text) {
  const bare = text.replace(/[\s.'’\-/]/g, "");
  const digits = bare.replace(/\D/g, "");
  if (!digits || /[^0-9OoIil|]/.test(bare)) return null;
  if (bare.length < 9) return null;
  if (LETTERS.test(bare)) return digits.length >= 6 ? { sentence: "number_letters", count: digits.length } : null;
  return digits.length === LENGTH ? null : { sentence: "number_length", count: digits.length };
}
