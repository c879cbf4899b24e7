// What remains of somebody's minimum, and what this till itself has sold to whom today.
// The server's word is as old as it says; what it could not know yet is taken off here.

import { clockText } from "./ids.js";

/** This device's receipts of today: by id, without a name or number of a person. */
export class OwnSales {
  constructor() {
    this.sales = new Map();
  }

  /** Add a receipt {id, employee, amount, at (instant), sent}; a receipt again with `sent` is one the server has now.
   *  @param {OwnSale} sale */
  add(sale) {
    this.sales.set(sale.id, { ...this.sales.get(sale.id), ...sale });
  }

  /** Mark a sale as voided. @param {string} id */
  void(id) {
    const sale = this.sales.get(id);
    if (sale) sale.voided = true;
  }

  /** The server has it. @param {string} id */
  sent(id) {
    const sale = this.sales.get(id);
    if (sale) sale.sent = true;
  }

  /** What these receipts add to somebody's bought sum and the server had not at `asOf` (null: now).
   *  @param {number} employee @param {string | null} [asOf] */
  unknownSum(employee, asOf = null) {
    const since = asOf === null ? Infinity : Date.parse(asOf);
    return this.#of(employee)
      .filter((sale) => !sale.sent || Date.parse(sale.at) > since)
      .reduce((sum, sale) => sum + sale.amount, 0);
  }

  /** The last receipt of today for somebody: {time: "09.02", amount}, or null. @param {number} employee */
  last(employee, today = new Date()) {
    const day = today.toDateString();
    const sale = this.#of(employee)
      .filter((one) => new Date(one.at).toDateString() === day)
      .at(-1);
    return sale ? { time: clockText(new Date(sale.at)), amount: sale.amount } : null;
  }

  /** @param {number} employee */
  #of(employee) {
    return [...this.sales.values()]
      .filter((sale) => sale.employee === employee && employee && !sale.voided)
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
}

export class Standings {
  /** @param {OwnSales} own */
  constructor(own) {
    this.own = own;
    this.load(null);
  }

  /** Take what `GET /api/v1/till/standings` answered: {as_of, until, statuses, rows}; null: no standings.
   *  @param {StandingsBody | null} body */
  load(body) {
    const { as_of: asOf = null, until = "", statuses = [], rows = [] } = body || {};
    Object.assign(this, { asOf, until, statuses });
    this.rows = new Map(rows.map((row) => [row[0], row]));
  }

  /** What the cache says of somebody: {status, shortfall, until, asOf "09.14"}, or null. @param {number} employee */
  cached(employee) {
    const row = this.rows.get(employee);
    if (!row || !this.asOf) return null;
    return this.#rest(
      this.statuses[row[1]],
      row[2],
      this.until,
      this.own.unknownSum(employee, this.asOf),
      clockText(new Date(this.asOf)),
    );
  }

  /** The same from the server's own answer of this moment.
   *  @param {number} employee @param {{ status: string, remaining: number, until?: string }} body */
  fresh(employee, body) {
    return this.#rest(body.status, body.remaining, body.until || this.until, this.own.unknownSum(employee), "");
  }

  /** When somebody last bought today: {time, amount?}; the device's own receipts know the amount, too.
   *  @param {number} employee @param {string | null} [heard] @returns {Served | null} */
  lastToday(employee, heard = null) {
    const mine = this.own.last(employee);
    const theirs = (heard ?? this.#cachedLast(employee) ?? "").replace(":", ".");
    if (!theirs || (mine && mine.time >= theirs)) return mine;
    return { time: theirs, amount: null };
  }

  /** @param {number} employee */
  #cachedLast(employee) {
    // What was true yesterday says nothing of today: the cache may have slept.
    const isToday = this.asOf && new Date(this.asOf).toDateString() === new Date().toDateString();
    return isToday ? this.rows.get(employee)?.[3] : null;
  }

  /** @param {string} status @param {number} shortfall @param {string} until @param {number} spent @param {string} asOf
   *  @returns {Rest} */
  #rest(status, shortfall, until, spent, asOf) {
    if (status !== "short") return { status, shortfall, until: writtenDay(until), asOf };
    const left = shortfall - spent;
    return { status: left > 0 ? "short" : "met", shortfall: Math.max(left, 0), until: writtenDay(until), asOf };
  }
}

/** `2026-11-30` → `30 November 2026`; what is written out already stays. @param {string | undefined} text */
export function writtenDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return text || "";
  const [year, month, day] = text.split("-").map(Number);
  return new Intl.DateTimeFormat(document.documentElement.lang || "id", {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(year, month - 1, day));
}
