// Searches the people whom a till may serve, stored on the device: by letters of the name, four digits, card or KODE.
// The device stores only the last four digits of a NIP; only the server can find the person of a whole NIP. Cards and
// KODEs are found by their keyed digests.

import { hmac } from "../../vendor/noble-hashes/hmac.js";
import { sha256 } from "../../vendor/noble-hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "../../vendor/noble-hashes/utils.js";
import { Spellings } from "./spelling.js";

export const SHOWN = 20; // the largest number of hits
const LAST4 = /^[0-9]{4}$/;
const FRONT_TITLES = new Set(["dr", "dra", "drs", "drg", "drh", "ir", "hj", "h", "prof", "pdt", "apt", "ns"]);
const QUOTES = /[’‘`´]/g;
const BREAKS = /[.\s]+/g;

/** A name for searching, as the server folds it: lower case, single blanks, one apostrophe, no points.
 *  @param {string} text */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(QUOTES, "'").replace(BREAKS, " ").trim();
}

/** A KODE as the directory stores it: upper case, single blanks, no leading apostrophe. @param {string} text */
export function foldCode(text) {
  return text.normalize("NFC").replaceAll("’", "'").replace(/\s+/g, " ").trim().replace(/^'+/, "").toUpperCase();
}

/** Return the name without titles, so that people of the same name are recognised. @param {string} name */
export function bareName(name) {
  let bare = fold(name.split(",", 1)[0]);
  for (let end = bare.indexOf(" "); end > 0 && FRONT_TITLES.has(bare.slice(0, end)); end = bare.indexOf(" "))
    bare = bare.slice(end + 1);
  return bare;
}

export class People {
  constructor() {
    this.load(null);
  }

  get size() {
    return this.rows.length;
  }

  /** Load the body of `GET /api/v1/till/buyers`: {key, units, positions, people}; null: nobody is stored.
   *  @param {BuyersBody | null} body */
  load(body) {
    const { key = "", units = [], positions = [], people = [] } = body || {};
    Object.assign(this, { units, positions, rows: people });
    this.key = key;
    this.places = units.map((unit) => ` ${fold(unit)}`);
    this.names = people.map((row) => ` ${fold(row[1])}`);
    this.spellings = null; // computed at the first search
    this.order = people.map((_row, at) => at);
    this.order.sort((a, b) => (this.names[a] < this.names[b] ? -1 : Number(this.names[a] > this.names[b])));
    this.byId = new Map(people.map((row, at) => [row[0], at]));
    this.byKey = new Map();
    this.namesakes = new Map();
    people.forEach((row, at) => {
      for (const digest of /** @type {string[]} */ (row.slice(6, 8))) if (digest) this.byKey.set(digest, at);
      const name = bareName(row[1]);
      this.namesakes.set(name, (this.namesakes.get(name) || 0) + 1);
    });
  }

  /** Return the person with this id, or null. @param {number | null} id */
  get(id) {
    const at = this.byId.get(id ?? 0);
    return at === undefined ? null : this.#person(at);
  }

  /** Return people who match all words, in any order: beginnings of words of name or unit, or the last four digits.
   *  Order: names that begin as typed, names with every word, matches by the unit, names that sound alike; names with
   *  one wrong letter only if there is no other match. @param {string} text */
  search(text, limit = SHOWN) {
    const folded = fold(text);
    const digits = folded.replaceAll(" ", "");
    if (!folded) return [];
    const isNumber = /^[0-9]+$/.test(digits);
    const words = (isNumber ? [digits] : folded.split(" "))
      .slice(0, 8)
      .map((word) => ({ begins: ` ${word}`, last4: LAST4.test(word) ? word : null }));
    /** @type {number[][]} */
    const [first, second, third] = [[], [], []];
    for (const at of this.order) {
      const rank = this.#rank(at, words, ` ${folded}`);
      if (rank === 3) first.push(at);
      else if (rank === 2 && second.length < limit) second.push(at);
      else if (rank === 1 && third.length < limit) third.push(at);
      if (first.length === limit) break;
    }
    const exact = [...first, ...second, ...third].slice(0, limit);
    const alike = isNumber || exact.length === limit ? [] : this.#alike(text, new Set(exact), limit - exact.length);
    return [...exact.map((at) => this.#person(at)), ...alike];
  }

  /** Return people whose names sound as typed or, marked with `isGuess`, differ by one letter.
   *  @param {string} text @param {Set<number>} found @param {number} limit */
  #alike(text, found, limit) {
    this.spellings ??= new Spellings(this.rows.map((row) => row[1]));
    const match = this.spellings.matcher(text);
    /** @type {number[][]} */
    const [alike, guessed] = [[], []];
    for (const at of this.order) {
      const how = found.has(at) ? "" : match(at);
      if (how === "sound" && alike.push(at) === limit) break;
      if (how === "slip" && guessed.length < limit) guessed.push(at);
    }
    if (alike.length || found.size) return alike.map((at) => this.#person(at));
    return guessed.map((at) => ({ ...this.#person(at), isGuess: true }));
  }

  /** Return the people with the last four digits of this NIP (some forty of 5,000).
   *  @param {string} nip */
  sharing(nip) {
    return this.order.filter((at) => this.rows[at][4] === nip.slice(-4)).map((at) => this.#person(at));
  }

  /** Return the person of a card or KODE; null if it is not on this device (it may have changed recently).
   *  @param {string} text */
  find(text) {
    if (!this.key) return null;
    const at = [text.trim(), foldCode(text)]
      .filter(Boolean)
      .map((one) => this.byKey.get(this.#digest(one)))
      .find((one) => one !== undefined);
    return at === undefined ? null : this.#person(at);
  }

  /** Return 3 if the name begins as typed, 2 if it has every word, 1 if the unit has the others, 0 for no match.
   *  @param {number} at @param {{ begins: string, last4: string | null }[]} words @param {string} whole */
  #rank(at, words, whole) {
    const name = this.names[at];
    let byUnit = false;
    for (const { begins, last4 } of words) {
      if (name.includes(begins) || (last4 && this.rows[at][4] === last4)) continue;
      if (!(this.places[this.rows[at][2]] || "").includes(begins)) return 0;
      byUnit = true;
    }
    if (byUnit) return 1;
    return name.startsWith(whole) ? 3 : 2;
  }

  /** @param {number} at @returns {Person} */
  #person(at) {
    const [id, name, unit, position, last4] = this.rows[at];
    const twin = (this.namesakes.get(bareName(name)) || 0) > 1;
    return { id, name, unit: this.units[unit] || "", position: this.positions[position] || "", last4, twin };
  }

  /** First 16 hex of HMAC-SHA256(key, text), as the server made them. @param {string} text */
  #digest(text) {
    return bytesToHex(hmac(sha256, hexToBytes(this.key), utf8ToBytes(text))).slice(0, 16);
  }
}
