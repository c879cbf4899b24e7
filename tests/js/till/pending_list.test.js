import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openStores } from "../../../app/static/js/till/db.js";
import { BackupStore } from "../../../app/static/js/till/backup_store.js";
import { emptyDevice, FakeCaches, FakeTarget } from "../fakes.js";

const sentence = { textContent: "" };
const box = {
  hidden: true,
  dataset: { one: "Satu nota", many: "{count} nota", cash: "Hitungan kas" },
  querySelector: () => sentence,
};
const page = new FakeTarget();
globalThis.addEventListener = (kind, listener) => page.addEventListener(kind, listener);
globalThis.document = { getElementById: () => box };
await import("../../../app/static/js/till/pending_list.js");

beforeEach(() => {
  emptyDevice();
  globalThis.caches = new FakeCaches();
});

/** Show the page; what it says of unsent sales, or null. */
async function shown() {
  await Promise.all(page.listeners.map(([, listener]) => listener()));
  return box.hidden ? null : sentence.textContent;
}

let seq = 0;
async function keep(...entries) {
  const db = await openStores();
  for (const [id, kind] of entries) await db.put("queue", { id, kind, seq: (seq += 1) });
  db.close();
}

test("a browser that never was a till is told nothing and does not become one", async () => {
  assert.equal(await shown(), null);
  assert.deepEqual(await indexedDB.databases(), []);
});

test("what waits is counted: one, several, or only the count of a drawer", async () => {
  await keep(["a", "sale"]);
  assert.equal(await shown(), "Satu nota");
  await keep(["s:end", "shift"]);
  assert.equal(await shown(), "Satu nota");
  await keep(["b", "void"]);
  assert.equal(await shown(), "2 nota");
  emptyDevice();
  await keep(["s:end", "shift"]);
  assert.equal(await shown(), "Hitungan kas");
});

test("what only the second copy holds counts too, each item once, and none the server has", async () => {
  const backupStore = new BackupStore(globalThis.caches);
  await backupStore.save({
    "queue:a": { id: "a", kind: "sale" },
    "queue:b": { id: "b", kind: "sale" },
    "queue:c": { id: "c", kind: "sale" },
    "meta:seq": 3,
  });
  await keep(["a", "sale"]);
  const db = await openStores();
  await db.put("done", { id: "c" });
  db.close();
  assert.equal(await shown(), "2 nota");
});
