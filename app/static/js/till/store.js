// The caches of products, buyers and standings, and the drafts. Read from the device, renewed in the background.

/** @type {CacheName[]} */
const CACHES = ["catalogue", "buyers", "standings"];

/** Ask the browser not to delete this site's data when it needs space. It grants this to installed tills. */
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

  /** Read this till's caches and the drafts into memory. @param {number} tillId */
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

  /** Return today's receipts of this device, the newest first; `result` is "waiting" until the server has answered. */
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

  /** Store a newer version; if the device cannot store it, use it until the page is closed.
   *  @param {CacheName} name @param {Cached} cached */
  async save(name, cached) {
    this.cached[name] = cached;
    for (const listener of this.listeners) listener(name);
    try {
      await this.db.put(name, cached, "now");
      if (name === "catalogue") await this.backupStore.save({ "catalogue:now": cached });
    } catch {
      // a full disk prevents a start without a network, but no sale
    }
  }

  /** Delete people's data after the till was withdrawn; the outbox stays. */
  async forgetPeople() {
    this.forgetCached();
    const tx = this.db.transaction(["buyers", "standings"], "readwrite");
    tx.objectStore("buyers").clear();
    tx.objectStore("standings").clear();
    await tx.done;
  }

  /** Delete people's data in memory only. */
  forgetCached() {
    delete this.cached.buyers;
    delete this.cached.standings;
    for (const listener of this.listeners)
      /** @type {CacheName[]} */ (["buyers", "standings"]).forEach((name) => listener(name));
  }

  /** Store the receipt being written, so that a reload does not lose it. An empty receipt deletes the draft.
   *  @param {string} cashier @param {Draft} receipt */
  saveDraft(cashier, receipt) {
    const isEmpty = !receipt?.buyer && !receipt?.lines?.length && !receipt?.visit?.length;
    const text = isEmpty ? "" : JSON.stringify(receipt);
    if ((this.drafts[cashier] || "") === text) return;
    this.drafts[cashier] = text;
    const written = isEmpty ? this.db.delete("drafts", cashier) : this.db.put("drafts", text, cashier);
    written.catch(() => {}); // a lost draft does little harm; sales are in the outbox
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

/** Delete the digests of NIPs that an earlier version stored, because they can be guessed. Return whether any existed.
 *  @param {Cached} cached */
function withoutNumbers(cached) {
  const rows = (cached?.body?.people || []).filter((/** @type {BuyerRow} */ row) => row[5]);
  for (const row of rows) row[5] = "";
  if (rows.length) cached.etag = "";
  return rows.length > 0;
}
