// The session: the cashier who sells now, and that cashier's shift. It is stored on the device, so that a closed
// browser opens again without a network.

import { STRICT } from "./db.js";

export const OPEN = "jiku-bata-open"; // in this tab only: unlocked, and when it was last touched
const IDLE = 10 * 60_000;

export class Session {
  /** @param {TillDb} db @param {import("./backup_store.js").BackupStore} backupStore */
  constructor(db, backupStore) {
    Object.assign(this, { db, backupStore });
    this.now = null; // { cashier, name, shift, opened_at, float_amount, booth, kind: "login"|"pin" }
    this.shifts = {}; // of cashiers with a PIN: cashier → { id, opened_at, float_amount }
  }

  async load() {
    const tx = this.db.transaction("meta");
    const [stored, shifts] = await Promise.all([tx.store.get("session"), tx.store.get("shifts")]);
    this.stored = stored || null;
    this.shifts = shifts || {};
    return this;
  }

  /** Begin the session of a cashier. @param {SessionRecord} session */
  async begin(session) {
    this.now = session;
    this.stored = session;
    await this.#save("session", session);
    this.touch();
  }

  /** Store a cashier's shift; null at its end. @param {string} cashier @param {ShiftStart | null} shift */
  async saveShift(cashier, shift) {
    const { [cashier]: _old, ...others } = this.shifts;
    this.shifts = shift ? { ...others, [cashier]: shift } : others;
    await this.#save("shifts", this.shifts);
  }

  /** End the session; unsent sales stay in the outbox. */
  async end() {
    this.now = null;
    this.stored = null;
    this.close();
    await this.#save("session", null);
  }

  /** Close the session, so that the next cashier must enter a PIN. */
  close() {
    this.now = null;
    sessionStorage.removeItem(OPEN);
  }

  touch() {
    if (this.now) sessionStorage.setItem(OPEN, JSON.stringify({ cashier: this.now.cashier, at: Date.now() }));
  }

  /** Return this tab's session from before a reload; null if there is none or it was idle for too long. */
  reopened() {
    let open;
    try {
      open = JSON.parse(sessionStorage.getItem(OPEN) || "null");
    } catch {
      return null;
    }
    const age = Date.now() - (open?.at ?? 0);
    return open && this.stored?.cashier === open.cashier && age >= 0 && age < IDLE ? this.stored : null;
  }

  /** @param {string} key @param {unknown} value */
  async #save(key, value) {
    const tx = this.db.transaction("meta", "readwrite", STRICT);
    tx.store.put(value, key);
    await tx.done;
    await this.backupStore.save({ [`meta:${key}`]: value });
  }
}

/** Run `onTouch` at a touch, at most every five seconds, and `onIdle` after IDLE milliseconds without a touch.
 *  @param {{ onTouch: () => void, onIdle: () => void }} on */
export function watchIdle({ onTouch, onIdle }) {
  let last = Date.now();
  const touched = () => {
    if (Date.now() - last > 5000) onTouch();
    last = Date.now();
  };
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, touched, { capture: true, passive: true });
  }
  setInterval(() => Date.now() - last > IDLE && onIdle(), 15_000);
}
