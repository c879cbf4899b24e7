// The caches: what is sold, who buys, what remains for whom. Read from the device at once, renewed in the background.

/** @type {CacheName[]} */
const CACHES = ["catalogue", "buyers", "standings"];

/** Ask once to be left alone when the browser makes room. Installed tills are granted it. */
export async function askToPersist() {
  try {
    return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false;
  } catch {
    return false;
  }
}

export class Store {
  /** @param {TillDb} db @param {import("./outbox.js").Outbox} queue
   *  @param {import("./backup_store.js").BackupStore} copy */
  constructor(db, queue, copy) {
    Object.assign(this, { db, queue, copy });
    this.kept = {}; // name → { till, etag, body }
    this.drafts = {};
    this.listeners = [];
  }

  /** Take what the device holds for this till into memory. @param {number} tillId */
  async load(tillId) {
    const tx = this.db.transaction(["catalogue", "buyers", "standings", "drafts"], "readwrite");
    for (const name of CACHES) {
      const kept = await tx.objectStore(name).get("now");
      if (name === "buyers" && kept && withoutNumbers(kept)) tx.objectStore(name).put(kept, "now");
      if (kept && kept.till === tillId) this.kept[name] = kept;
    }
    const drafts = tx.objectStore("drafts");
    for (const cashier of await drafts.getAllKeys()) this.drafts[cashier] = (await drafts.get(cashier)) || "";
  }

  /** @returns {Product[]} */
  catalogue() {
    return this.kept.catalogue?.body || [];
  }

  /** @returns {BuyersBody | null} */
  buyers() {
    return this.kept.buyers?.body || null;
  }

  /** @returns {StandingsBody | null} */
  standings() {
    return this.kept.standings?.body || null;
  }

  /** Today's own notes of this device, the newest first; `result` "waiting" while the server has not answered. */
  done() {
    return this.queue.today();
  }

  /** @param {Store["listeners"][0]} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** @param {CacheName} name */
  etag(name) {
    return this.kept[name]?.etag || "";
  }

  /** A newer copy. What the device cannot keep is used until the page is closed.
   *  @param {CacheName} name @param {Cached} kept */
  async keep(name, kept) {
    this.kept[name] = kept;
    for (const listener of this.listeners) listener(name);
    try {
      await this.db.put(name, kept, "now");
      if (name === "catalogue") await this.copy.keep({ "catalogue:now": kept });
    } catch {
      // a full disk costs the copy for offline starts, not the sale
    }
  }

  /** The till is no longer ours: people leave the device, the queue stays. */
  async forgetPeople() {
    this.forgetCached();
    const tx = this.db.transaction(["buyers", "standings"], "readwrite");
    tx.objectStore("buyers").clear();
    tx.objectStore("standings").clear();
    await tx.done;
  }

  /** The same in memory alone. */
  forgetCached() {
    delete this.kept.buyers;
    delete this.kept.standings;
    for (const listener of this.listeners)
      /** @type {CacheName[]} */ (["buyers", "standings"]).forEach((name) => listener(name));
  }

  /** The note being written, so that a reload does not cost it. An empty note leaves nothing behind.
   *  @param {string} cashier @param {Draft} note */
  keepDraft(cashier, note) {
    const isEmpty = !note?.buyer && !note?.lines?.length && !note?.visit?.length;
    const text = isEmpty ? "" : JSON.stringify(note);
    if ((this.drafts[cashier] || "") === text) return;
    this.drafts[cashier] = text;
    const written = isEmpty ? this.db.delete("drafts", cashier) : this.db.put("drafts", text, cashier);
    written.catch(() => {}); // a draft is a comfort; a sale is not kept this way
  }

  /** @param {string} cashier @returns {Draft | null} */
  readDraft(cashier) {
    try {
      return JSON.parse(this.drafts[cashier] || "null");
    } catch {
      return null;
    }
  }
}

/** Take out what an earlier version kept of each NIP: a digest that can be tried out. Whether there was any.
 *  @param {Cached} kept */
function withoutNumbers(kept) {
  const rows = (kept?.body?.people || []).filter((/** @type {BuyerRow} */ row) => row[5]);
  for (const row of rows) row[5] = "";
  if (rows.length) kept.etag = "";
  return rows.length > 0;
}
