// Items of this device that the server has not acknowledged yet. Each item has the token and cashier of its moment;
// a later cashier neither changes nor clears it.

import { STRICT } from "./db.js";
import { dayOf, receiptNumber } from "./ids.js";

export const CHANNEL = "jiku-bata-till";
export const BATCH = 50;

/** The path an item goes to. Shifts are not sales; voids go with the sales. @param {Entry} entry */
const pathOf = (entry) => (entry.kind === "shift" ? "/api/v1/shifts" : "/api/v1/sales");

/** The key in the store: opening and closing of one shift are two items of one number.
 *  @param {string} kind @param {Item} item */
const keyOf = (kind, item) => (kind === "shift" ? `${item.id}:${item.closed_at ? "end" : "start"}` : item.id);

/** @param {Item} item */
const amountOf = (item) => (item.lines || []).reduce((sum, line) => sum + line.quantity * line.unit_price, 0);

export class Outbox {
  /** `stamp()`: { token, till } of this moment. `words`: sentences.
   *  @param {Pick<Outbox, "db" | "words" | "stamp" | "backupStore">} given */
  constructor({ db, words, stamp, backupStore }) {
    Object.assign(this, { db, words, stamp, backupStore });
    this.flags = { sending: false, offline: false, at: null, needs: "" };
    this.listeners = [];
    this.answered = [];
    this.onPut = () => {};
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(CHANNEL) : null;
    this.channel?.addEventListener("message", () => this.#tell());
  }

  /** Store an item. Resolves when it is on the disk; rejects with the sentence to show when it is not.
   *  @param {Given} given */
  async put(given) {
    await this.putAll([given]);
    return { id: given.item.id, state: "waiting" };
  }

  /** Keep several items: all of them or none. Sales take their cashier's draft away in the same step: no crash leaves
   *  a receipt that is both sold and still to be sold. @param {Given[]} given */
  async putAll(given) {
    const { token, till } = this.stamp();
    const writes = [];
    /** @type {Record<string, Entry>} */
    const copies = {};
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
        // Pressed twice, or again from a draft that was sold: it is stored once.
        if ((await queue.get(id)) || (kind !== "shift" && (await done.get(id)))) continue;
        seq += 1;
        /** @type {Entry} */
        const entry = { id, kind, item, token, till, cashier, seq, made_at: Date.now(), tries: 0, state: "waiting" };
        writes.push(queue.add(entry));
        copies[`queue:${id}`] = entry;
        if (kind === "sale") writes.push(tx.objectStore("drafts").delete(cashier));
      }
      await Promise.all([...writes, meta.put(seq, "seq"), tx.done]);
    } catch {
      Promise.allSettled([...writes, open?.done]); // their errors are reported below
      try {
        open?.abort(); // what was written before the failure must not stay: never half a group sale
      } catch {
        // it has undone itself already
      }
      throw new Error(this.words.not_kept);
    }
    await this.backupStore.keep(copies);
    this.changed();
    this.onPut();
  }

  /** What to send next: the oldest waiting items that go to one path under one token, in the order they were made.
   *  `tokenFor(entry)`: the token to send it with, or null while there is none.
   *  @param {(entry: Entry) => string | null} tokenFor */
  async batch(tokenFor, most = BATCH) {
    /** @type {Batch} */
    const found = { path: "", token: "", entries: [], others: 0 };
    const ids = new Set();
    for (const entry of await this.db.getAllFromIndex("queue", "seq")) {
      if (entry.state !== "waiting") continue;
      const [path, token] = [pathOf(entry), tokenFor(entry)];
      if (token && !found.entries.length) Object.assign(found, { path, token });
      const fits = token && path === found.path && token === found.token && !ids.has(entry.item.id) && !found.closed;
      if (fits && found.entries.length < most) {
        found.entries.push(entry);
        ids.add(entry.item.id);
      } else {
        found.others += 1;
        // A later item for the other path must not overtake under the same token: a shift opens before its sales.
        if (token && token === found.token) found.closed = true;
      }
    }
    return found.entries.length ? found : null;
  }

  /** The server has these for good (or refused them for good): take them out, remember what today's list needs.
   *  @param {{ entry: Entry, answer: ItemAnswer }[]} answers */
  async settle(answers) {
    const tx = this.db.transaction(["queue", "done"], "readwrite", STRICT);
    const [queue, done] = [tx.objectStore("queue"), tx.objectStore("done")];
    const writes = answers.flatMap(({ entry, answer }) => [
      answer.result === "refused"
        ? queue.put({ ...entry, state: "aside", errors: answer.errors || {} })
        : queue.delete(entry.id),
      ...(entry.kind === "shift" ? [] : [done.put(doneOf(entry, answer))]),
    ]);
    await Promise.all([...writes, tx.done]);
    await this.backupStore.drop(
      answers.filter(({ answer }) => answer.result !== "refused").map(({ entry }) => `queue:${entry.id}`),
    );
    for (const { entry, answer } of answers) {
      for (const listener of this.answered) listener({ ...answer, kind: entry.kind });
    }
    this.changed();
  }

  /** Items the server did not mention go to the end, so that one of them cannot hold up the others.
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

  /** Return rejected items that the server's list of rejected items does not have yet. */
  async rejected() {
    return (await this.db.getAllFromIndex("queue", "seq")).filter((entry) => entry.state === "aside");
  }

  /** Delete rejected items that the server has stored for a decision. @param {Entry[]} entries */
  async release(entries) {
    const tx = this.db.transaction(["queue", "done"], "readwrite", STRICT);
    for (const entry of entries) {
      tx.objectStore("queue").delete(entry.id);
      if (entry.kind !== "shift") tx.objectStore("done").put(doneOf(entry, { result: "held", errors: entry.errors }));
    }
    await tx.done;
    await this.backupStore.drop(entries.map((entry) => `queue:${entry.id}`));
    this.changed();
  }

  /** Everything still on the device, oldest first. */
  list() {
    return this.db.getAllFromIndex("queue", "seq");
  }

  /** Today's own receipts, acknowledged or not, newest first: no name and no NIP in them. */
  async today() {
    const day = dayOf();
    const waiting = (await this.list()).filter((entry) => entry.kind !== "shift");
    const done = (await this.db.getAll("done")).filter((row) => row.day === day);
    const byId = new Set(done.map((row) => row.id));
    const fresh = waiting.filter((entry) => !byId.has(entry.id)).map((entry) => doneOf(entry, { result: "waiting" }));
    return [...done, ...fresh].filter((row) => row.day === day).sort((a, b) => b.at.localeCompare(a.at));
  }

  /** All receipts of one shift that this device made, for the count at its end; also those of the day before.
   *  @param {string | null} shift */
  async ofShift(shift) {
    const rows = [
      ...(await this.db.getAll("done")),
      ...(await this.list()).map((entry) => doneOf(entry, { result: "waiting" })),
    ];
    const byId = new Map(rows.reverse().map((row) => [row.id, row])); // acknowledged ones win
    const voids = new Set([...byId.values()].map((row) => row.void_of).filter(Boolean));
    return [...byId.values()].filter((row) => row.kind === "sale" && row.shift === shift && !voids.has(row.id));
  }

  /** The list of today is for today: what older days acknowledged leaves the device, but for the shift still open.
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
    this.#tell();
  }

  /** @param {Outbox["answered"][0]} listener */
  onAnswer(listener) {
    this.answered.push(listener);
  }

  /** Record the state of sending: { sending, offline, at, needs }. @param {Partial<Flags>} flags */
  mark(flags) {
    Object.assign(this.flags, flags);
    this.#tell();
  }

  /** Count again after a change, here and in the other tabs. */
  changed() {
    this.channel?.postMessage("changed");
    return this.#tell();
  }

  async count() {
    const entries = await this.list();
    const waiting = entries.filter((entry) => entry.state === "waiting");
    return { waiting: waiting.length, rejected: entries.length - waiting.length, oldest: entries[0]?.made_at ?? null };
  }

  async #tell() {
    if (!this.listeners.length) return;
    let counted;
    try {
      counted = await this.count();
    } catch {
      return; // the stores were closed for a newer page; it counts now
    }
    this.counted = counted;
    for (const listener of this.listeners) listener({ ...this.counted, ...this.flags });
  }
}

/** Return what today's list stores of an item: numbers only.
 *  @param {Entry} entry
 *  @param {Partial<Omit<ItemAnswer, "result">> & { result: Done["result"] }} answer @returns {Done} */
function doneOf({ kind, item, cashier, made_at: madeAt, id }, answer) {
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
