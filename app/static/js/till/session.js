// Who sells now, and that cashier's shift. Stored on the device: a closed browser opens again without the network.

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

  /** Somebody sells from now on. @param {SessionRecord} session */
  async begin(session) {
    this.now = session;
    this.stored = session;
    await this.#keep("session", session);
    this.touch();
  }

  /** A cashier's shift on this device, or null at its end. @param {string} cashier @param {ShiftStart | null} shift */
  async keepShift(cashier, shift) {
    const { [cashier]: _old, ...others } = this.shifts;
    this.shifts = shift ? { ...others, [cashier]: shift } : others;
    await this.#keep("shifts", this.shifts);
  }

  /** Nobody sells any more; what was sold stays in the queue. */
  async end() {
    this.now = null;
    this.stored = null;
    this.close();
    await this.#keep("session", null);
  }

  /** Locked: the next one shows a PIN. */
  close() {
    this.now = null;
    sessionStorage.removeItem(OPEN);
  }

  touch() {
    if (this.now) sessionStorage.setItem(OPEN, JSON.stringify({ cashier: this.now.cashier, at: Date.now() }));
  }

  /** The session of this tab before a reload, while it is not idle for too long; else null. */
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
  async #keep(key, value) {
    const tx = this.db.transaction("meta", "readwrite", STRICT);
    tx.store.put(value, key);
    await tx.done;
    await this.backupStore.keep({ [`meta:${key}`]: value });
  }
}

/** `onTouch` runs at a touch, at most every five seconds; `onIdle` while nobody has touched it for IDLE milliseconds.
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
