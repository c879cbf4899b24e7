// Sends the outbox in batches, in one tab at a time; each item has its own answer. It runs after every sale, by a
// timer, by a button, and when the page comes into view; the browser's `online` event is not reliable.

import { isAcknowledged } from "./ack.js";
import { instant } from "./ids.js";
import { BATCH } from "./outbox.js";

const LOCK = "jiku-bata-flush";
const HEARTBEAT = 60_000; // milliseconds between two heartbeats
const SOONEST = 10_000;
const LATEST = 60_000;
const LEASE = 45_000;

export class Sync {
  /** `device`: tokenFor(entry), refused(token). `version`: of this page. `onServer({ server_time, version })`. */
  constructor({ outbox, api, device, version, db, onServer = () => {}, locks = navigator.locks }) {
    Object.assign(this, { outbox, api, device, version, db, onServer, locks });
    this.pause = SOONEST;
    this.lastHeartbeat = 0;
    this.running = null;
    this.again = false;
    this.owner = Math.random().toString(36).slice(2);
  }

  start() {
    this.outbox.onPut = () => this.kick();
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.kick());
    window.addEventListener("online", () => this.kick());
    this.kick();
  }

  /** Send now. A call during a run makes that run repeat. */
  kick() {
    this.again = true;
    this.running ||= this.#run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #run() {
    clearTimeout(this.timer);
    let isFine = true;
    while (this.again) {
      this.again = false;
      try {
        isFine = await this.#withLock(() => this.#sendOutbox());
      } catch {
        isFine = false; // the store failed; nothing is lost, and the next run tries again
      }
    }
    this.pause = isFine ? SOONEST : Math.min(this.pause * 1.6, LATEST);
    this.timer = setTimeout(() => this.kick(), this.pause);
  }

  /** Run `work` in one tab at a time, by a lock of the browser; in browsers without locks by a lease in the store. */
  async #withLock(work) {
    if (this.locks) return this.locks.request(LOCK, work);
    if (!(await this.#lease(LEASE))) return true;
    try {
      return await work();
    } finally {
      await this.#lease(0);
    }
  }

  async #lease(length) {
    const tx = this.db.transaction("meta", "readwrite");
    const lease = await tx.store.get("lease");
    const isMine =
      !lease || lease.owner === this.owner || lease.until < Date.now() || lease.until > Date.now() + 2 * LEASE;
    if (isMine) tx.store.put({ owner: this.owner, until: Date.now() + length }, "lease");
    await tx.done;
    return isMine;
  }

  /** Send until nothing is left or nobody answers. Return whether everything was sent. */
  async #sendOutbox() {
    const isSent = await this.#sendAll();
    const isFine = isSent && (await this.#reportRejected());
    if (isSent) await this.#sendHeartbeat(); // also if a rejected item stays, else the till would seem silent
    this.outbox.mark({ sending: false, needs: await this.#findBlockedCashier() });
    return isFine && !this.outbox.flags.offline;
  }

  /** Return a cashier whose items have no valid token until that cashier signs in here or the device is enrolled. */
  async #findBlockedCashier() {
    return (await this.outbox.list()).find((entry) => !this.device.tokenFor(entry))?.cashier || "";
  }

  async #sendAll() {
    let most = BATCH;
    for (;;) {
      const batch = await this.outbox.batch((entry) => this.device.tokenFor(entry), most);
      if (!batch) return true;
      this.outbox.mark({ sending: true });
      const answer = await this.#post(batch.path, this.#envelope(batch), batch.token);
      if (answer.again) continue;
      if (answer.tooMuch && batch.entries.length > 1) most = Math.ceil(batch.entries.length / 4);
      else if (answer.tooMuch) {
        if (!(await this.#storeAsRejected(batch.entries[0], batch.token, answer.body))) return false;
      } else if (answer.results) {
        if (!(await this.#settle(batch, answer.results))) return false;
        if (!this.locks) await this.#lease(LEASE);
      } else return false;
    }
  }

  #envelope({ path, entries, others }) {
    const items = entries.map((entry) => entry.item);
    const sentAt = instant();
    return path === "/api/v1/shifts"
      ? { shifts: items, sent_at: sentAt }
      : { sales: items, sent_at: sentAt, unsent: others };
  }

  /** Send one request: { results } · { again } token refused · { tooMuch } envelope refused · {} no answer. */
  async #post(path, body, token) {
    const answer = await this.api.post(path, body, { token, seconds: 25 });
    if (answer.status === 401 && answer.body?.code === "token") {
      await this.device.refused(token);
      return { again: true };
    }
    if (answer.status === 200 && Array.isArray(answer.body?.results)) {
      this.outbox.mark({ offline: false });
      return { results: answer.body.results };
    }
    if ([400, 413, 415, 422].includes(answer.status || 0) && answer.body?.error)
      return { tooMuch: true, body: answer.body };
    this.outbox.mark({ offline: true });
    return {};
  }

  /** Settle acknowledged items and move the others to the end of the outbox. */
  async #settle({ entries, token }, results) {
    const answers = new Map(results.map((one) => [one?.id, one]));
    const settled = [];
    const silent = [];
    for (const entry of entries) {
      const answer = answers.get(entry.item.id);
      if (isAcknowledged(token, entry.item.id, answer)) settled.push({ entry, answer });
      else silent.push(entry);
    }
    if (settled.length) await this.outbox.settle(settled);
    if (settled.length) this.outbox.mark({ at: Date.now(), offline: false });
    if (!silent.length) return true;
    await this.outbox.postpone(silent);
    if (!settled.length) this.outbox.mark({ offline: true }); // status 200 without our signature: not our server
    return false;
  }

  /** Handle a single item whose envelope is refused. Such a refusal has no signature, and a captive portal may answer
   *  400, too; so the item is settled only if our server signs that it stores it as rejected. */
  async #storeAsRejected(entry, token, body) {
    /** @type {ItemAnswer} */
    const answer = { id: entry.item.id, result: "refused", errors: { item: body.error } };
    if (await this.#isStoredAsRejected({ ...entry, errors: answer.errors }, token)) {
      await this.outbox.settle([{ entry, answer }]);
      await this.outbox.release([{ ...entry, errors: answer.errors }]);
      return true;
    }
    await this.outbox.postpone([entry]);
    this.outbox.mark({ offline: true });
    return false;
  }

  /** Store refused items in the server's list, so that a person decides; then delete them from the device. */
  async #reportRejected() {
    let isDone = true;
    for (const entry of await this.outbox.rejected()) {
      const token = this.device.tokenFor(entry);
      if (!token) continue;
      if (await this.#isStoredAsRejected(entry, token)) await this.outbox.release([entry]);
      else isDone = false; // the next item may succeed
      if (this.outbox.flags.offline) return false;
    }
    return isDone;
  }

  /** Send a rejected item; return whether the server signed that it stored it for a decision. */
  async #isStoredAsRejected(entry, token) {
    const body = { items: [{ id: entry.item.id, item: entry.item, errors: entry.errors || {} }] };
    const { results } = await this.#post("/api/v1/till/aside", body, token);
    return isAcknowledged(
      token,
      entry.item.id,
      results?.find((one) => one?.id === entry.item.id),
    );
  }

  /** Send a heartbeat with the number of unsent items and the version; the answer has the server's time. */
  async #sendHeartbeat() {
    const token = this.device.token();
    if (!token || (Date.now() - this.lastHeartbeat < HEARTBEAT && !this.outbox.flags.offline)) return;
    const counted = await this.outbox.count();
    const answer = await this.api.post(
      "/api/v1/till/heartbeat",
      {
        unsent: counted.waiting + counted.rejected,
        oldest: counted.oldest ? instant(new Date(counted.oldest)) : null,
        version: this.version,
        sent_at: instant(),
      },
      { token },
    );
    if (answer.status === 401 && answer.body?.code === "token") return this.device.refused(token);
    if (answer.status !== 200 || !answer.body.server_time)
      return this.outbox.mark({ offline: Boolean(answer.offline) });
    this.lastHeartbeat = Date.now();
    const isAllSent = counted.waiting + counted.rejected === 0;
    this.outbox.mark({ offline: false, ...(isAllSent ? { at: Date.now() } : {}) });
    this.onServer(answer.body);
  }
}
