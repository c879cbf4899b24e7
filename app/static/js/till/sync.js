// Sends what the queue holds: one flusher at a time over all tabs, in batches, each item judged by its own answer.
// Woken by every sale, a timer, a button and the page coming into view; the browser's `online` event is only a hint.

import { isAcknowledged } from "./ack.js";
import { instant } from "./ids.js";
import { BATCH } from "./outbox.js";

const LOCK = "jiku-bata-flush";
const BEAT = 60_000; // milliseconds between two words to the server while nothing is to be sent
const SOONEST = 10_000;
const LATEST = 60_000;
const LEASE = 45_000;

export class Sync {
  /** `device`: tokenFor(entry), refused(token). `version`: of this page. `onServer({ server_time, version })`. */
  constructor({ outbox, api, device, version, db, onServer = () => {}, locks = navigator.locks }) {
    Object.assign(this, { outbox, api, device, version, db, onServer, locks });
    this.pause = SOONEST;
    this.lastBeat = 0;
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

  /** Send now. Calls that come while one is under way make it look once more. */
  kick() {
    this.again = true;
    this.running ||= this.#runs().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #runs() {
    clearTimeout(this.timer);
    let isFine = true;
    while (this.again) {
      this.again = false;
      try {
        isFine = await this.#alone(() => this.#flush());
      } catch {
        isFine = false; // the store would not read or write: nothing is lost, it is tried again
      }
    }
    this.pause = isFine ? SOONEST : Math.min(this.pause * 1.6, LATEST);
    this.timer = setTimeout(() => this.kick(), this.pause);
  }

  /** Run it while no other tab does: a lock of the browser, or where there is none a lease in the store. */
  async #alone(work) {
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

  /** Until nothing is left or nobody answers. Whether all went well. */
  async #flush() {
    const isSent = await this.#sendAll();
    const isFine = isSent && (await this.#reportAside());
    if (isSent) await this.#beat(); // one item nobody takes must not make the till look silent
    this.outbox.mark({ sending: false, needs: await this.#whoIsNeeded() });
    return isFine && !this.outbox.flags.offline;
  }

  /** The cashier whose items no living token sends: only signing in here again, or enrolling the device, does. */
  async #whoIsNeeded() {
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
        if (!(await this.#handOver(batch.entries[0], batch.token, answer.body))) return false;
      } else if (answer.results) {
        if (!(await this.#judge(batch, answer.results))) return false;
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

  /** One request: { results } · { again } the token is dead · { tooMuch } the envelope is refused · {} no answer. */
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

  /** Sort the answers: acknowledged ones are settled, the rest goes to the end of the queue. */
  async #judge({ entries, token }, results) {
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
    if (!settled.length) this.outbox.mark({ offline: true }); // 200, but nobody signed it: that was not our server
    return false;
  }

  /** A single item whose very envelope is refused. Nobody signs such a refusal, and a captive portal says 400, too:
   *  it is believed only when our server signs that it keeps the item for a person. */
  async #handOver(entry, token, body) {
    /** @type {ItemAnswer} */
    const answer = { id: entry.item.id, result: "refused", errors: { item: body.error } };
    if (await this.#isHeld({ ...entry, errors: answer.errors }, token)) {
      await this.outbox.settle([{ entry, answer }]);
      await this.outbox.release([{ ...entry, errors: answer.errors }]);
      return true;
    }
    await this.outbox.postpone([entry]);
    this.outbox.mark({ offline: true });
    return false;
  }

  /** Tell the server what it refused, so that a person there decides; only then it leaves the device. */
  async #reportAside() {
    let isDone = true;
    for (const entry of await this.outbox.rejected()) {
      const token = this.device.tokenFor(entry);
      if (!token) continue;
      if (await this.#isHeld(entry, token)) await this.outbox.release([entry]);
      else isDone = false; // the next one may well be taken
      if (this.outbox.flags.offline) return false;
    }
    return isDone;
  }

  /** Whether the server signed that it keeps this item for somebody to decide. */
  async #isHeld(entry, token) {
    const body = { items: [{ id: entry.item.id, item: entry.item, errors: entry.errors || {} }] };
    const { results } = await this.#post("/api/v1/till/aside", body, token);
    return isAcknowledged(
      token,
      entry.item.id,
      results?.find((one) => one?.id === entry.item.id),
    );
  }

  /** A sign of life: how much is unsent, which version; the answer tells the time. */
  async #beat() {
    const token = this.device.token();
    if (!token || (Date.now() - this.lastBeat < BEAT && !this.outbox.flags.offline)) return;
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
    this.lastBeat = Date.now();
    const isAllSent = counted.waiting + counted.rejected === 0;
    this.outbox.mark({ offline: false, ...(isAllSent ? { at: Date.now() } : {}) });
    this.onServer(answer.body);
  }
}
