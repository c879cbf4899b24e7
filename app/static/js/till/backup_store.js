// A second copy, in the browser's cache storage, of data that must not be lost: unsent items, and the device's tokens.
// A browser that is killed twice at the wrong moment may find its IndexedDB damaged, and then deletes all of it (seen
// in Chromium: "Got corruption", once in some forty kills). Cache storage is stored differently, so one accident does
// not destroy both. An item that is restored after it was sent is sent again, and the server books it once.

export const COPIES = "jiku-bata-salinan";
const ROOT = "/kasir/salinan/";

export class BackupStore {
  /** Without a secure context there is no cache storage, and so no second copy. */
  constructor(storage = globalThis.caches) {
    this.opening = storage ? storage.open(COPIES).catch(() => null) : Promise.resolve(null);
  }

  /** Store values by name. It never fails: IndexedDB is the main store. @param {Record<string, unknown>} values */
  async save(values) {
    const cache = await this.opening;
    const puts = Object.entries(values).map(([name, value]) =>
      cache?.put(ROOT + encodeURIComponent(name), new Response(JSON.stringify(value))),
    );
    await Promise.allSettled(puts);
  }

  /** @param {string[]} names */
  async drop(names) {
    const cache = await this.opening;
    await Promise.allSettled(names.map((name) => cache?.delete(ROOT + encodeURIComponent(name))));
  }

  /** Return everything stored: name → value. */
  async read() {
    const values = new Map();
    const cache = await this.opening;
    if (!cache) return values;
    for (const request of await cache.keys()) {
      try {
        const name = decodeURIComponent(new URL(request.url).pathname.slice(ROOT.length));
        values.set(name, await (await cache.match(request))?.json());
      } catch {
        // skip a damaged value; the others can be read
      }
    }
    return values;
  }
}

/** Restore what the stores have lost. Return the number of restored items.
 *  @param {TillDb} db @param {BackupStore} backupStore */
export async function restore(db, backupStore) {
  const stored = await backupStore.read();
  if (!stored.size) return 0;
  const tx = db.transaction(["meta", "queue", "done", "catalogue"], "readwrite", { durability: "strict" });
  const [meta, queue, done, catalogue] = /** @type {const} */ (["meta", "queue", "done", "catalogue"]).map((name) =>
    tx.objectStore(name),
  );
  let seq = (await meta.get("seq")) || 0;
  let count = 0;
  for (const [name, value] of stored) {
    const [kind, key] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
    if (kind === "meta" && (await meta.get(key)) === undefined) await meta.put(value, key);
    if (kind === "catalogue" && !(await catalogue.get(key))) await catalogue.put(value, key);
    if (kind !== "queue" || (await queue.get(key)) || (await done.get(key))) continue;
    seq += 1;
    count += 1;
    await queue.put({ ...value, seq });
  }
  await meta.put(seq, "seq");
  await tx.done;
  return count;
}
