// Where the till keeps things: one IndexedDB, opened once per page. What is unsent is never
// cleared by a login's end; what the device knows of people is (forget.js).

import { openDB } from "../../vendor/idb/idb.js";

export const NAME = "jiku-bata-till";
export const VERSION = 1;
/** For writes that are confirmed to somebody: on the disk, not only on its way there. @type {IDBTransactionOptions} */
export const STRICT = { durability: "strict" };

/** Open (and on the first day make) the stores. Rejects where the browser keeps nothing (private mode, full disk).
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
    // A newer page wants to change the stores: let it, and say that this page is old.
    blocking(_current, _wanted, event) {
      /** @type {IDBDatabase} */ (event.target).close();
      onOutdated();
    },
  });
}

/** The stores as they are, or null where this browser never was a till: looking must not make it one.
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
