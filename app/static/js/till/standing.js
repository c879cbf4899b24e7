// What remains of a person's minimum, and today's sales of this till. The server's standings are as old as their
// `as_of`; sales that they cannot contain yet are subtracted here.

import { clockText } from "./ids.js";

/** This device's receipts of today: by id, without a name or number of a person. */
export class OwnSales {
  constructor() {
    this.sales = new Map();
  }

  /** Add a receipt {id, employee, amount, at (instant), sent}, or update one that was added before.
   *  @param {OwnSale} sale */
  add(sale) {
    this.sales.set(sale.id, { ...this.sales.get(sale.id), ...sale });
  }

  /** Mark a sale as voided. @param {string} id */
  void(id) {
    const sale = this.sales.get(id);
    if (sale) sale.voided = true;
  }

  /** Mark a sale as sent. @param {string} id */
  sent(id) {
    const sale = this.sales.get(id);
    if (sale) sale.sent = true;
  }

  /** Return the sum of a person's receipts that the server did not have at `asOf` (null: now).
   *  @param {number} employee @param {string | null} [asOf] */
  unsentSum(employee, asOf = null) {
    const since = asOf === null ? Infinity : Date.parse(asOf);
    return this.#of(employee)
      .filter((sale) => !sale.sent || Date.parse(sale.at) > since)
      .reduce((sum, sale) => sum + sale.amount, 0);
  }

  /** Return today's last receipt of a person: {time: "09.02", amount}, or null. @param {number} employee */
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

  /** Load the body of `GET /api/v1/till/standings`: {as_of, until, statuses, rows}; null: no standings.
   *  @param {StandingsBody | null} body */
  load(body) {
    const { as_of: asOf = null, until = "", statuses = [], rows = [] } = body || {};
    Object.assign(this, { asOf, until, statuses });
    this.rows = new Map(rows.map((row) => [row[0], row]));
  }

  /** Return a person's cached standing: {status, shortfall, until, asOf "09.14"}, or null. @param {number} employee */
  cached(employee) {
    const row = this.rows.get(employee);
    if (!row || !this.asOf) return null;
    return this.#rest(
      this.statuses[row[1]],
      row[2],
      this.until,
      this.own.unsentSum(employee, this.asOf),
      clockText(new Date(this.asOf)),
    );
  }

  /** Return the same from an answer that the server has just given.
   *  @param {number} employee @param {{ status: string, remaining: number, until?: string }} body */
  fresh(employee, body) {
    return this.#rest(body.status, body.remaining, body.until || this.until, this.own.unsentSum(employee), "");
  }

  /** Return when a person last bought today: {time, amount}; the amount is null unless this device sold it.
   *  @param {number} employee @param {string | null} [fromServer] @returns {Served | null} */
  lastToday(employee, fromServer = null) {
    const own = this.own.last(employee);
    const time = (fromServer ?? this.#cachedLast(employee) ?? "").replace(":", ".");
    if (!time || (own && own.time >= time)) return own;
    return { time, amount: null };
  }

  /** @param {number} employee */
  #cachedLast(employee) {
    // The cache may be of an earlier day, e.g. after the device slept.
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

/** `2026-11-30` → `30 November 2026`; other text stays unchanged. @param {string | undefined} text */
export function writtenDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return text || "";
  const [year, month, day] = text.split("-").map(Number);
  return new Intl.DateTimeFormat(document.documentElement.lang || "id", {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(year, month - 1, day));
}
