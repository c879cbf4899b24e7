// Matches names in different spellings: Moh. and Muhammad, Maetimu and Maitimu, Kristina and Christina. Pure, linear
// in the text. It only adds people to a list to choose from, and changes no name.

const MUHAMMAD = /^m[ou]?c?h+(a?m+[ae]?[dt]?|d)?$/; // Moh, Moch, Muh, Mhd, Mohamad, Muhammed …
const WORDS = new Map([
  ["abd", "abdul"],
  ["st", "siti"],
  ["sitti", "siti"],
  ["ny", ""],
  ["tn", ""],
]);
const TITLES = new Set(
  (
    "dr dra drs drg drh ir hj h hi prof pdt apt ns pdp rd " +
    "spd mpd se sh mh st mt skm mkes skep sskep ssos ssi msi mm sip map sag mag spi sp sstp amd amdkep amdkeb ners " +
    "str skom mkom spsi spdk mth sth"
  ).split(" "),
);
const DEGREE = /[,\s][smad]\.\s?[a-z]{1,5}\b\.?/g; // S.Pd., M. Si, A.Md

/** Replacements that give similar sounds the same spelling, applied in this order. @type {[RegExp, string][]} */
const LETTERS = [
  [/[^\p{L}\p{N}]/gu, ""],
  [/oe/g, "u"],
  [/dj/g, "j"],
  [/tj/g, "c"],
  [/nj/g, "ny"],
  [/s(?:j|y|ch)/g, "s"],
  [/chr/g, "kr"],
  [/^ch/, "k"],
  [/[kc]h/g, "h"],
  [/ph/g, "f"],
  [/[vw]/g, "f"],
  [/x/g, "ks"],
  [/z/g, "s"],
  [/[cq]/g, "k"],
  [/a[ey]/g, "ai"],
  [/[yj]/g, "i"],
  [/(.)h+/g, "$1"],
  [/(.)\1+/g, "$1"],
];

/** Return a word's sound: `Maetimu` and `MAITIMU` → `maitimu`. @param {string} word */
export function soundOf(word) {
  const bare = word.toLowerCase();
  const whole = MUHAMMAD.test(bare) ? "muhamad" : (WORDS.get(bare) ?? bare);
  return LETTERS.reduce((text, [from, to]) => text.replace(from, to), whole);
}

/** Return the words of a name without titles and degrees; all words if there are only titles. @param {string} text */
export function nameWords(text) {
  const all = text
    .toLowerCase()
    .replace(DEGREE, " ")
    .split(/[\s.,]+/)
    .filter(Boolean);
  const words = all.filter((word) => !TITLES.has(word));
  return words.length ? words : all;
}

/** Whether a word begins as typed with one error: a wrong, extra or missing letter, or two swapped letters.
 *  @param {string} typed @param {string} word */
export function isSlip(typed, word) {
  let at = 0;
  while (at < typed.length && typed[at] === word[at]) at += 1;
  const [rest, next] = [typed.slice(at + 1), word.slice(at + 1)];
  const isSwapped =
    typed[at] === word[at + 1] && typed[at + 1] === word[at] && word.startsWith(typed.slice(at + 2), at + 2);
  return next.startsWith(rest) || word.slice(at).startsWith(rest) || next.startsWith(typed.slice(at)) || isSwapped;
}

/** The sounds of a roster's names; the sound of each different word is computed once. */
export class Spellings {
  /** @param {string[]} names */
  constructor(names) {
    this.sounds = new Map();
    this.names = names.map((name) => nameWords(name).map((word) => this.#sound(word)));
  }

  /** @param {string} word @returns {string} */
  #sound(word) {
    if (!this.sounds.has(word)) this.sounds.set(word, soundOf(word));
    return this.sounds.get(word);
  }

  /** Return a function that compares each name with the typed text: `match(at)` → "sound", "slip" or "". A text of
   *  fewer than `least` letters matches nobody. @param {string} text */
  matcher(text, least = 3) {
    const typed = nameWords(text).map(soundOf).filter(Boolean).slice(0, 8);
    if (!typed.length || typed.join("").length < least) return () => "";
    /** @type {NameTest} */
    const begins = (at, word) => this.names[at].some((one) => one.startsWith(word));
    // An initial matches a typed word if another word matches, too.
    /** @type {NameTest} */
    const isInitial = (at, word) =>
      typed.length > 1 && this.names[at].some((one) => one.length === 1 && word.startsWith(one));
    /** @type {NameTest} */
    const slips = (at, word) =>
      isInitial(at, word) || (word.length >= 5 && this.names[at].some((one) => isSlip(word, one)));
    return (/** @type {number} */ at) => {
      const strange = typed.filter((word) => !begins(at, word));
      if (!strange.length) return "sound";
      return strange.length === 1 && slips(at, strange[0]) ? "slip" : "";
    };
  }
}
