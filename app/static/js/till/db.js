// The till's IndexedDB, opened once per page. Signing out deletes people's data (forget.js), but never unsent items.

import { openDB } from "../../vendor/idb/idb.js";

export const NAME = "jiku-bata-till";
export const VERSION = 1;
/** For writes that must be on the disk before the page confirms them. @type {IDBTransactionOptions} */
export const STRICT = { durability: "strict" };

/** Open the stores, creating them the first time. Rejects if the browser stores nothing (private mode, full disk).
 *  @returns {Promise<TillDb>} */
export function openStores(onOutdated = () => {}) {
  return openDB(NAME, VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore("meta");
        db.createObjectStore("queue", { keyPath: "id" }).createIndex("seq", "seq", { unique: true });
        db.createObjectStore("done", { keyPath: "id" });
        for (const name of /** @type {const} */ (["catalogue", "buyers", "standings", "drafts"]))
          db.createObjectStore(name);
      }
    },
    // A newer page changes the stores: close them here, and say that this page is outdated.
    blocking(_current, _wanted, event) {
      /** @type {IDBDatabase} */ (event.target).close();
      onOutdated();
    },
  });
}

/** Open existing stores without creating them; null if this browser never was a till.
 *  @returns {Promise<TillDb | null>} */
export async function openExisting() {
  try {
    return await openDB(NAME, undefined, {
      upgrade(_db, _from, _to, tx) {
        tx.done.catch(() => {}); // the opening itself reports that it is undone
        tx.abort();
      },
    });
  } catch {
    return null;
  }
}
