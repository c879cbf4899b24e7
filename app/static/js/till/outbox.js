// The outbox: items of this device that the server has not acknowledged. Each item keeps the token and cashier with
// which it was made; a later cashier neither changes nor deletes it.

import { STRICT } from "./db.js";
import { dayOf, receiptNumber } from "./ids.js";

export const CHANNEL = "jiku-bata-till";
export const BATCH = 50;

/** The API's path for an item: shifts have their own, voids go with the sales. @param {Entry} entry */
const pathOf = (entry) => (entry.kind === "shift" ? "/api/v1/shifts" : "/api/v1/sales");

/** The key in the store: opening and closing of one shift are two items with the same id.
 *  @param {string} kind @param {Item} item */
const keyOf = (kind, item) => (kind === "shift" ? `${item.id}:${item.closed_at ? "end" : "start"}` : item.id);

/** @param {Item} item */
const amountOf = (item) => (item.lines || []).reduce((sum, line) => sum + line.quantity * line.unit_price, 0);

export class Outbox {
  /** `stamp()`: the present { token, till }. `words`: sentences.
   *  @param {Pick<Outbox, "db" | "words" | "stamp" | "backupStore">} given */
  constructor({ db, words, stamp, backupStore }) {
    Object.assign(this, { db, words, stamp, backupStore });
    this.flags = { sending: false, offline: false, at: null, needs: "" };
    this.listeners = [];
    this.answerListeners = [];
    this.onPut = () => {};
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(CHANNEL) : null;
    this.channel?.addEventListener("message", () => this.#notify());
  }

  /** Store an item. Resolves when it is on the disk; rejects with the sentence to show if it cannot be stored.
   *  @param {Given} given */
  async put(given) {
    await this.putAll([given]);
    return { id: given.item.id, state: "waiting" };
  }

  /** Store several items: all or none. A sale deletes its cashier's draft in the same transaction, so that no crash
   *  leaves a receipt that is both sold and still a draft. @param {Given[]} given */
  async putAll(given) {
    const { token, till } = this.stamp();
    const writes = [];
    /** @type {Record<string, Entry>} */
    const backups = {};
    /** @type {{ abort(): void, done: Promise<void> } | undefined} */
    let open;
    try {
      if (!token) throw new Error("no token");
      const tx = this.db.transaction(["meta", "queue", "done", "drafts"], "readwrite", STRICT);
      open = tx;
      const [meta, queue, done] = /** @type {const} */ (["meta", "queue", "done"]).map((name) => tx.objectStore(name));
      let seq = (await meta.get("seq")) || 0;
      for (const { kind, item } of given) {
        const [id, cashier] = [keyOf(kind, item), item.cashier];
        // Saved twice, e.g. by pressing twice: it is stored once.
        if ((await queue.get(id)) || (kind !== "shift" && (await done.get(id)))) continue;
        seq += 1;
        /** @type {Entry} */
        const entry = { id, kind, item, token, till, cashier, seq, made_at: Date.now(), tries: 0, state: "waiting" };
        writes.push(queue.add(entry));
        backups[`queue:${id}`] = entry;
        if (kind === "sale") writes.push(tx.objectStore("drafts").delete(cashier));
      }
      await Promise.all([...writes, meta.put(seq, "seq"), tx.done]);
    } catch {
      Promise.allSettled([...writes, open?.done]); // their errors are reported below
      try {
        open?.abort(); // nothing may remain of a failed group sale
      } catch {
        // the transaction has aborted by itself
      }
      throw new Error(this.words.not_stored);
    }
    await this.backupStore.save(backups);
    this.changed();
    this.onPut();
  }

  /** Return the next batch: the oldest pending items for one path and one token, in the order they were made.
   *  `tokenFor(entry)`: the token to send it with, or null if there is none.
   *  @param {(entry: Entry) => string | null} tokenFor */
  async batch(tokenFor, most = BATCH) {
    /** @type {Batch} */
    const batch = { path: "", token: "", entries: [], others: 0 };
    const ids = new Set();
    for (const entry of await this.db.getAllFromIndex("queue", "seq")) {
      if (entry.state !== "waiting") continue;
      const [path, token] = [pathOf(entry), tokenFor(entry)];
      if (token && !batch.entries.length) Object.assign(batch, { path, token });
      const fits = token && path === batch.path && token === batch.token && !ids.has(entry.item.id) && !batch.closed;
      if (fits && batch.entries.length < most) {
        batch.entries.push(entry);
        ids.add(entry.item.id);
      } else {
        batch.others += 1;
        // Items of one token keep their order also across paths: a shift must be opened before its sales.
        if (token && token === batch.token) batch.closed = true;
      }
    }
    return batch.entries.length ? batch : null;
  }

  /** Handle final answers: delete accepted items, mark refused ones, and store the rows of today's list.
   *  @param {{ entry: Entry, answer: ItemAnswer }[]} answers */
  async settle(answers) {
    const tx = this.db.transaction(["queue", "done"], "readwrite", STRICT);
    const [queue, done] = [tx.objectStore("queue"), tx.objectStore("done")];
    const writes = answers.flatMap(({ entry, answer }) => [
      answer.result === "refused"
        ? queue.put({ ...entry, state: "aside", errors: answer.errors || {} })
        : queue.delete(entry.id),
      ...(entry.kind === "shift" ? [] : [done.put(toDone(entry, answer))]),
    ]);
    await Promise.all([...writes, tx.done]);
    await this.backupStore.drop(
      answers.filter(({ answer }) => answer.result !== "refused").map(({ entry }) => `queue:${entry.id}`),
    );
    for (const { entry, answer } of answers) {
      for (const listener of this.answerListeners) listener({ ...answer, kind: entry.kind });
    }
    this.changed();
  }

  /** Move items without an answer to the end, so that none of them delays the others.
   *  @param {Entry[]} entries */
  async postpone(entries) {
    const tx = this.db.transaction(["meta", "queue"], "readwrite", STRICT);
    let seq = (await tx.objectStore("meta").get("seq")) || 0;
    for (const entry of entries) {
      seq += 1;
      tx.objectStore("queue").put({ ...entry, seq, tries: entry.tries + 1 });
    }
    tx.objectStore("meta").put(seq, "seq");
    await tx.done;
  }

  /** Return rejected items that are not yet in the server's list of rejected items. */
  async rejected() {
    return (await this.db.getAllFromIndex("queue", "seq")).filter((entry) => entry.state === "aside");
  }

  /** Delete rejected items that the server has stored for a decision. @param {Entry[]} entries */
  async release(entries) {
    const tx = this.db.transaction(["queue", "done"], "readwrite", STRICT);
    for (const entry of entries) {
      tx.objectStore("queue").delete(entry.id);
      if (entry.kind !== "shift") tx.objectStore("done").put(toDone(entry, { result: "held", errors: entry.errors }));
    }
    await tx.done;
    await this.backupStore.drop(entries.map((entry) => `queue:${entry.id}`));
    this.changed();
  }

  /** Return all items of the outbox, oldest first. */
  list() {
    return this.db.getAllFromIndex("queue", "seq");
  }

  /** Return today's receipts of this device, acknowledged or not, newest first, without names and NIPs. */
  async today() {
    const day = dayOf();
    const pending = (await this.list()).filter((entry) => entry.kind !== "shift");
    const done = (await this.db.getAll("done")).filter((row) => row.day === day);
    const ids = new Set(done.map((row) => row.id));
    const fresh = pending.filter((entry) => !ids.has(entry.id)).map((entry) => toDone(entry, { result: "waiting" }));
    return [...done, ...fresh].filter((row) => row.day === day).sort((a, b) => b.at.localeCompare(a.at));
  }

  /** Return this device's receipts of one shift, for the count at its end; also those of the day before.
   *  @param {string | null} shift */
  async ofShift(shift) {
    const rows = [
      ...(await this.db.getAll("done")),
      ...(await this.list()).map((entry) => toDone(entry, { result: "waiting" })),
    ];
    const byId = new Map(rows.reverse().map((row) => [row.id, row])); // an acknowledged row replaces a pending one
    const voids = new Set([...byId.values()].map((row) => row.void_of).filter(Boolean));
    return [...byId.values()].filter((row) => row.kind === "sale" && row.shift === shift && !voids.has(row.id));
  }

  /** Delete acknowledged receipts of earlier days, except those of the open shift.
   *  @param {string | null} shift */
  async forgetOldDays(shift = null) {
    const day = dayOf();
    const tx = this.db.transaction("done", "readwrite");
    for (const row of await tx.store.getAll()) {
      if (row.day !== day && (!shift || row.shift !== shift)) tx.store.delete(row.id);
    }
    await tx.done;
  }

  /** @param {Outbox["listeners"][0]} listener */
  onChange(listener) {
    this.listeners.push(listener);
    this.#notify();
  }

  /** @param {Outbox["answerListeners"][0]} listener */
  onAnswer(listener) {
    this.answerListeners.push(listener);
  }

  /** Record the state of sending: { sending, offline, at, needs }. @param {Partial<Flags>} flags */
  mark(flags) {
    Object.assign(this.flags, flags);
    this.#notify();
  }

  /** Count again after a change, here and in the other tabs. */
  changed() {
    this.channel?.postMessage("changed");
    return this.#notify();
  }

  async count() {
    const entries = await this.list();
    const waiting = entries.filter((entry) => entry.state === "waiting");
    return { waiting: waiting.length, rejected: entries.length - waiting.length, oldest: entries[0]?.made_at ?? null };
  }

  async #notify() {
    if (!this.listeners.length) return;
    let counted;
    try {
      counted = await this.count();
    } catch {
      return; // a newer page has closed the stores, and counts from now on
    }
    this.counted = counted;
    for (const listener of this.listeners) listener({ ...this.counted, ...this.flags });
  }
}

/** Return an item's row in today's list, which contains numbers only.
 *  @param {Entry} entry
 *  @param {Partial<Omit<ItemAnswer, "result">> & { result: Done["result"] }} answer @returns {Done} */
function toDone({ kind, item, cashier, made_at: madeAt, id }, answer) {
  return {
    id,
    kind,
    cashier,
    receipt: answer.receipt || receiptNumber(item.id),
    amount: amountOf(item),
    at: item.sold_at || new Date(madeAt).toISOString(),
    day: dayOf(new Date(madeAt)),
    result: answer.result === "replayed" ? answer.first_result || "recorded" : answer.result,
    employee: item.buyer?.employee ?? null,
    payment: item.payment || null,
    shift: item.shift || null,
    void_of: item.void_of || null,
    month: answer.month || null,
    flags: answer.flags || [],
    errors: answer.errors || {},
  };
}
