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
  /** @param {TillDb} db @param {import("./outbox.js").Outbox} outbox
   *  @param {import("./backup_store.js").BackupStore} backupStore */
  constructor(db, outbox, backupStore) {
    Object.assign(this, { db, outbox, backupStore });
    this.cached = {}; // name → { till, etag, body }
    this.drafts = {};
    this.listeners = [];
  }

  /** Take what the device holds for this till into memory. @param {number} tillId */
  async load(tillId) {
    const tx = this.db.transaction(["catalogue", "buyers", "standings", "drafts"], "readwrite");
    for (const name of CACHES) {
      const cached = await tx.objectStore(name).get("now");
      if (name === "buyers" && cached && withoutNumbers(cached)) tx.objectStore(name).put(cached, "now");
      if (cached && cached.till === tillId) this.cached[name] = cached;
    }
    const drafts = tx.objectStore("drafts");
    for (const cashier of await drafts.getAllKeys()) this.drafts[cashier] = (await drafts.get(cashier)) || "";
  }

  /** @returns {Product[]} */
  catalogue() {
    return this.cached.catalogue?.body || [];
  }

  /** @returns {BuyersBody | null} */
  buyers() {
    return this.cached.buyers?.body || null;
  }

  /** @returns {StandingsBody | null} */
  standings() {
    return this.cached.standings?.body || null;
  }

  /** Today's own receipts of this device, the newest first; `result` "waiting" while the server has not answered. */
  done() {
    return this.outbox.today();
  }

  /** @param {Store["listeners"][0]} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** @param {CacheName} name */
  etag(name) {
    return this.cached[name]?.etag || "";
  }

  /** A newer copy. What the device cannot keep is used until the page is closed.
   *  @param {CacheName} name @param {Cached} cached */
  async keep(name, cached) {
    this.cached[name] = cached;
    for (const listener of this.listeners) listener(name);
    try {
      await this.db.put(name, cached, "now");
      if (name === "catalogue") await this.backupStore.keep({ "catalogue:now": cached });
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
    delete this.cached.buyers;
    delete this.cached.standings;
    for (const listener of this.listeners)
      /** @type {CacheName[]} */ (["buyers", "standings"]).forEach((name) => listener(name));
  }

  /** Store the receipt being written, so that a reload does not lose it. An empty receipt deletes the draft.
   *  @param {string} cashier @param {Draft} receipt */
  keepDraft(cashier, receipt) {
    const isEmpty = !receipt?.buyer && !receipt?.lines?.length && !receipt?.visit?.length;
    const text = isEmpty ? "" : JSON.stringify(receipt);
    if ((this.drafts[cashier] || "") === text) return;
    this.drafts[cashier] = text;
    const written = isEmpty ? this.db.delete("drafts", cashier) : this.db.put("drafts", text, cashier);
    written.catch(() => {}); // losing a draft costs little; sales are stored in the outbox
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

/** Delete what an earlier version stored of each NIP, a digest that can be guessed. Return whether there was any.
 *  @param {Cached} cached */
function withoutNumbers(cached) {
  const rows = (cached?.body?.people || []).filter((/** @type {BuyerRow} */ row) => row[5]);
  for (const row of rows) row[5] = "";
  if (rows.length) cached.etag = "";
  return rows.length > 0;
}
