// The tokens of this browser: of the enrolled till, or of each cashier who signed in. A token that the server refused
// is stored as dead; its unsent items are sent with another one.

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

  /** Work as the till of this signed-in cashier. Return false without a valid token for that booth.
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
  async saveEnrolled(record) {
    this.enrolled = record;
    await this.#save("enrolled", record);
  }

  /** @param {string} cashier @param {DeviceRecord} record */
  async saveLogin(cashier, record) {
    this.dead = this.dead.filter((one) => one !== fingerprint(record.token)); // it may be valid again
    this.logins = { ...this.logins, [cashier]: record };
    await this.#save("logins", this.logins);
    await this.#save("dead", this.dead);
  }

  /** Store the last answer of GET /api/v1/till: booth, month, cashiers with their PIN hashes.
   *  @param {TillInfo & { till: TillRecord }} info */
  async saveInfo(info) {
    if (!this.now) return;
    const record = Object.assign(this.now, { info, till: info.till });
    if (record === this.enrolled) await this.#save("enrolled", record);
    else await this.#save("logins", this.logins);
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

  /** Return the token to send an item with: its own; if that is dead, the enrolled till's or its cashier's newer one.
   *  @param {Entry} entry */
  tokenFor(entry) {
    const candidates = [{ token: entry.token }, this.enrolled, this.logins[entry.cashier]];
    return candidates.find((one) => this.isAlive(one))?.token || null;
  }

  /** Mark a token as dead because the server refused it. @param {string} token */
  async refused(token) {
    const print = fingerprint(token);
    if (!this.dead.includes(print)) {
      this.dead = [...this.dead, print];
      await this.#save("dead", this.dead);
    }
    if (token === this.now?.token) this.onRefused();
  }

  /** @param {string} key @param {unknown} value */
  async #save(key, value) {
    const tx = this.db.transaction("meta", "readwrite", STRICT);
    tx.store.put(value, key);
    await tx.done;
    await this.backupStore.save({ [`meta:${key}`]: value });
  }
}
