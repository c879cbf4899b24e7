// What this browser is to the server: an enrolled till, or the browser of cashiers who signed in (one token each).
// A token that the server refused is remembered as dead; what was to be sent with it waits for another one.

import { fingerprint } from "./ack.js";
import { STRICT } from "./db.js";

export class Device {
  /** @param {TillDb} db @param {import("./backup_store.js").BackupStore} backupStore */
  constructor(db, backupStore) {
    Object.assign(this, { db, backupStore });
    this.enrolled = null; // { token, till, info }
    this.logins = {}; // cashier → { token, till, info }
    this.dead = [];
    this.now = null;
    this.onRefused = () => {};
  }

  async load() {
    const tx = this.db.transaction("meta");
    const [enrolled, logins, dead] = await Promise.all(["enrolled", "logins", "dead"].map((key) => tx.store.get(key)));
    Object.assign(this, { enrolled: enrolled || null, logins: logins || {}, dead: dead || [] });
    return this;
  }

  /** Work as the enrolled till from now on. */
  useEnrolled() {
    this.now = this.enrolled;
  }

  /** Work as the browser of this signed-in cashier. False without a token for that booth.
   *  @param {string} cashier @param {number} booth */
  useLogin(cashier, booth) {
    const login = this.logins[cashier];
    this.now = login && this.isAlive(login) && login.till.booth.id === booth ? login : null;
    return Boolean(this.now);
  }

  /** @param {{ token: string } | null} record */
  isAlive(record) {
    return Boolean(record && !this.dead.includes(fingerprint(record.token)));
  }

  /** @param {DeviceRecord} record */
  async keepEnrolled(record) {
    this.enrolled = record;
    await this.#keep("enrolled", record);
  }

  /** @param {string} cashier @param {DeviceRecord} record */
  async keepLogin(cashier, record) {
    this.dead = this.dead.filter((one) => one !== fingerprint(record.token)); // the same till may live again
    this.logins = { ...this.logins, [cashier]: record };
    await this.#keep("logins", this.logins);
    await this.#keep("dead", this.dead);
  }

  /** The last answer of GET /api/v1/till: booth, month, cashiers with their PIN checks.
   *  @param {TillInfo & { till: TillRecord }} info */
  async keepInfo(info) {
    if (!this.now) return;
    const record = Object.assign(this.now, { info, till: info.till });
    if (record === this.enrolled) await this.#keep("enrolled", record);
    else await this.#keep("logins", this.logins);
  }

  token() {
    return this.now && this.isAlive(this.now) ? this.now.token : null;
  }

  get till() {
    return this.now?.till || null;
  }

  get info() {
    return this.now?.info || {};
  }

  /** The token an item goes with: its own; where that is dead, the newer one of this device or of its cashier.
   *  @param {Entry} entry */
  tokenFor(entry) {
    const candidates = [{ token: entry.token }, this.enrolled, this.logins[entry.cashier]];
    return candidates.find((one) => this.isAlive(one))?.token || null;
  }

  /** The server does not know this token (any more). @param {string} token */
  async refused(token) {
    const print = fingerprint(token);
    if (!this.dead.includes(print)) {
      this.dead = [...this.dead, print];
      await this.#keep("dead", this.dead);
    }
    if (token === this.now?.token) this.onRefused();
  }

  /** @param {string} key @param {unknown} value */
  async #keep(key, value) {
    const tx = this.db.transaction("meta", "readwrite", STRICT);
    tx.store.put(value, key);
    await tx.done;
    await this.backupStore.keep({ [`meta:${key}`]: value });
  }
}
