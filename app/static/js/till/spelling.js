// Names as people spell them: Moh. and Muhammad, Maetimu and Maitimu, Kristina and Christina. Pure, linear in the text.
// It only adds people to a list somebody chooses from; no name is changed by it.

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

/** What sounds alike is written alike: in this order, each over the whole word. @type {[RegExp, string][]} */
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

/** One word as it sounds: `Maetimu` and `MAITIMU` → `maitimu`. @param {string} word */
export function soundOf(word) {
  const bare = word.toLowerCase();
  const whole = MUHAMMAD.test(bare) ? "muhamad" : (WORDS.get(bare) ?? bare);
  return LETTERS.reduce((text, [from, to]) => text.replace(from, to), whole);
}

/** The words of a name without titles and degrees; of nothing but titles, all of them. @param {string} text */
export function nameWords(text) {
  const all = text
    .toLowerCase()
    .replace(DEGREE, " ")
    .split(/[\s.,]+/)
    .filter(Boolean);
  const words = all.filter((word) => !TITLES.has(word));
  return words.length ? words : all;
}

/** Whether a word begins as typed but for one letter: another, one more, one less, or two changed about.
 *  @param {string} typed @param {string} word */
export function isSlip(typed, word) {
  let at = 0;
  while (at < typed.length && typed[at] === word[at]) at += 1;
  const [rest, next] = [typed.slice(at + 1), word.slice(at + 1)];
  const isSwapped =
    typed[at] === word[at + 1] && typed[at + 1] === word[at] && word.startsWith(typed.slice(at + 2), at + 2);
  return next.startsWith(rest) || word.slice(at).startsWith(rest) || next.startsWith(typed.slice(at)) || isSwapped;
}

/** The names of a roster by their sound; each different word is worked out once. */
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

  /** How to ask of each name whether it is meant by what was typed: `meant(at)` → "sound", "slip" or "". Fewer than
   *  `least` letters mean nobody. @param {string} text */
  matcher(text, least = 3) {
    const typed = nameWords(text).map(soundOf).filter(Boolean).slice(0, 8);
    if (!typed.length || typed.join("").length < least) return () => "";
    /** @type {NameTest} */
    const begins = (at, word) => this.names[at].some((one) => one.startsWith(word));
    // An initial stands for the word somebody typed in full, when another word agrees.
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
