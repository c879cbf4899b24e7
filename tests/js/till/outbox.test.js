import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { BackupStore, restore } from "../../../app/static/js/till/backup_store.js";
import { openStores } from "../../../app/static/js/till/db.js";
import { Outbox } from "../../../app/static/js/till/outbox.js";
import { emptyDevice, FakeCaches } from "../fakes.js";

const DURABLE = ["queue", "drafts"]; // stores somebody is told about
let caches, db, outbox, token;

beforeEach(async () => {
  emptyDevice();
  caches = new FakeCaches();
  token = "kunci";
  db = await openStores();
  outbox = new Outbox({
    db,
    words: { not_stored: "TIDAK TERSIMPAN" },
    stamp: () => ({ token, till: 3 }),
    backupStore: new BackupStore(caches),
  });
});
afterEach(() => {
  mock.restoreAll();
  outbox.channel.close();
  db.close();
});

const saleOf = (id, more = {}) => ({
  kind: "sale",
  item: {
    id: `0000000${id}-0000-4000-8000-000000000000`,
    cashier: "sarah",
    sold_at: "2026-11-07T09:15:02.120+09:00",
    payment: "cash",
    buyer: { employee: 3 },
    lines: [{ product: 1, quantity: 2, unit_price: 500 }],
    ...more,
  },
});
const shiftOf = (id, more = {}) => ({
  kind: "shift",
  item: { id: `s${id}`, cashier: "sarah", opened_at: "2026-11-07T08:00:00+09:00", ...more },
});
const kept = async () => (await outbox.list()).map((entry) => entry.id.slice(0, 8));
const answerOf = (entry, result = "recorded", more = {}) => ({
  entry,
  answer: { id: entry.item.id, result, receipt: "7QK3-M9ZD", ...more },
});

test("an item is said to wait only once the device has it, with token, till and cashier of its moment", async () => {
  assert.deepEqual(await outbox.put(saleOf(1)), { id: saleOf(1).item.id, state: "waiting" });
  token = "kunci baru";
  const [entry] = await outbox.list();
  assert.deepEqual(
    [entry.token, entry.till, entry.cashier, entry.state, entry.item],
    ["kunci", 3, "sarah", "waiting", saleOf(1).item],
  );
});

test("the same sale put twice is kept once, and both times said to be kept", async () => {
  await outbox.put(saleOf(1));
  assert.equal((await outbox.put(saleOf(1))).state, "waiting");
  assert.deepEqual(await kept(), ["00000001"]);
});

test("a sale the server has is not kept once more", async () => {
  await outbox.put(saleOf(1));
  await outbox.settle([answerOf((await outbox.list())[0])]);
  await outbox.put(saleOf(1));
  assert.deepEqual(await kept(), []);
});

test("opening and end of one shift are two items", async () => {
  await outbox.putAll([shiftOf(1), shiftOf(1, { closed_at: "2026-11-07T15:00:00+09:00" })]);
  assert.deepEqual(await kept(), ["s1:start", "s1:end"]);
});

test("several items are kept all or none, and the sentence is told", async () => {
  await db.put("drafts", "the note", "sarah");
  const add = IDBObjectStore.prototype.add;
  mock.method(IDBObjectStore.prototype, "add", function fail(entry) {
    if (entry.id.startsWith("00000002")) throw new DOMException("disk full", "QuotaExceededError");
    return add.call(this, entry);
  });
  await assert.rejects(outbox.putAll([saleOf(1), saleOf(2), saleOf(3)]), { message: "TIDAK TERSIMPAN" });
  assert.deepEqual([await kept(), await db.get("drafts", "sarah"), caches.names], [[], "the note", []]);
});

test("a disk that fails at the very end keeps nothing", async () => {
  const put = IDBObjectStore.prototype.put;
  mock.method(IDBObjectStore.prototype, "put", function fail(value, key) {
    const request = put.call(this, value, key);
    if (key === "seq") this.transaction.abort();
    return request;
  });
  await assert.rejects(outbox.put(saleOf(1)), { message: "TIDAK TERSIMPAN" });
  assert.deepEqual(await kept(), []);
});

test("without a token nothing is kept and nothing is said to be", async () => {
  token = null;
  await assert.rejects(outbox.put(saleOf(1)), { message: "TIDAK TERSIMPAN" });
  assert.deepEqual(await kept(), []);
});

test("a sale takes its cashier's draft away in the same step; a void and a shift leave it", async () => {
  await db.put("drafts", "the note", "sarah");
  await outbox.putAll([shiftOf(1), { kind: "void", item: { id: "v1", void_of: "1", cashier: "sarah" } }]);
  assert.equal(await db.get("drafts", "sarah"), "the note");
  await outbox.put(saleOf(1));
  assert.equal(await db.get("drafts", "sarah"), undefined);
});

test("every write somebody is told about asks for the disk", async () => {
  const opened = [];
  const transaction = IDBDatabase.prototype.transaction;
  mock.method(IDBDatabase.prototype, "transaction", function spy(stores, mode, options) {
    opened.push({ stores: [stores].flat(), mode, durability: options?.durability });
    return transaction.call(this, stores, mode, options);
  });
  await outbox.putAll([saleOf(1), saleOf(2), saleOf(3)]);
  const entries = await outbox.list();
  await outbox.settle([answerOf(entries[0]), answerOf(entries[1], "refused")]);
  await outbox.postpone([entries[2]]);
  await outbox.release(await outbox.rejected());
  const writes = opened.filter(
    ({ stores, mode }) => mode === "readwrite" && DURABLE.some((name) => stores.includes(name)),
  );
  assert.deepEqual(
    writes.map(({ durability }) => durability),
    ["strict", "strict", "strict", "strict"],
  );
});

test("what the server answered leaves the device; today's list keeps numbers only", async () => {
  await outbox.putAll([saleOf(1, { buyer: { nip: "197903052005011003" } }), saleOf(2)]);
  const heard = [];
  outbox.onAnswer((reply) => heard.push([reply.id.slice(0, 8), reply.kind, reply.result]));
  const [first] = await outbox.list();
  await outbox.settle([answerOf(first, "replayed", { first_result: "parked" })]);
  assert.deepEqual([await kept(), caches.names], [["00000002"], [`queue:${saleOf(2).item.id}`]]);
  assert.deepEqual(heard, [["00000001", "sale", "replayed"]]);
  const done = await db.get("done", saleOf(1).item.id);
  assert.deepEqual([done.amount, done.result, done.receipt, done.employee], [1000, "parked", "7QK3-M9ZD", null]);
  assert.ok(!JSON.stringify(done).includes("1979"));
});

test("a refused item stays on the device until the server holds it for a person", async () => {
  await outbox.put(saleOf(1));
  await outbox.settle([answerOf((await outbox.list())[0], "refused", { errors: { buyer: "?" } })]);
  assert.deepEqual(
    [await kept(), (await outbox.rejected()).length, await outbox.batch(() => "t")],
    [["00000001"], 1, null],
  );
  assert.equal(caches.names.length, 1);
  await outbox.release(await outbox.rejected());
  assert.deepEqual([await kept(), caches.names], [[], []]);
  assert.equal((await db.get("done", saleOf(1).item.id)).result, "held");
});

test("a batch is the oldest items of one path under one token, in the order they were made", async () => {
  await outbox.putAll([shiftOf(1), saleOf(1), saleOf(2), shiftOf(2)]);
  const batch = await outbox.batch(() => "kunci");
  assert.deepEqual([batch.path, batch.entries.map(({ id }) => id), batch.others], ["/api/v1/shifts", ["s1:start"], 3]);
  await outbox.settle(batch.entries.map((entry) => answerOf(entry)));
  const sales = await outbox.batch(() => "kunci");
  assert.deepEqual([sales.path, sales.entries.length, sales.others], ["/api/v1/sales", 2, 1]);
  assert.equal((await outbox.batch(() => "kunci", 1)).entries.length, 1);
});

test("items no token sends do not stop those of another cashier", async () => {
  await outbox.putAll([saleOf(1), saleOf(2, { cashier: "yohanes" })]);
  const batch = await outbox.batch((entry) => (entry.cashier === "yohanes" ? "kunci" : null));
  assert.deepEqual([batch.entries.map(({ cashier }) => cashier), batch.others], [["yohanes"], 1]);
  assert.equal(await outbox.batch(() => null), null);
});

test("what the server did not mention goes to the end and keeps its content", async () => {
  await outbox.putAll([saleOf(1), saleOf(2)]);
  const [first] = await outbox.list();
  await outbox.postpone([first]);
  const entries = await outbox.list();
  assert.deepEqual(
    entries.map(({ id, tries }) => [id.slice(0, 8), tries]),
    [
      ["00000002", 0],
      ["00000001", 1],
    ],
  );
  assert.deepEqual(entries[1].item, saleOf(1).item);
});

test("a shift's sales count once, acknowledged or not, without those taken back", async () => {
  await outbox.putAll([
    saleOf(1, { shift: "s1" }),
    saleOf(2, { shift: "s1" }),
    saleOf(3, { shift: "s2" }),
    saleOf(4, { shift: "s1" }),
  ]);
  await outbox.settle([answerOf((await outbox.list())[0])]);
  await outbox.put({
    kind: "void",
    item: { id: "ffffffff-0000-4000-8000-000000000000", void_of: saleOf(4).item.id, cashier: "sarah" },
  });
  const rows = await outbox.ofShift("s1");
  assert.deepEqual(rows.map(({ id, result }) => [id.slice(0, 8), result]).sort(), [
    ["00000001", "recorded"],
    ["00000002", "waiting"],
  ]);
});

test("what waits is counted here and told to whoever listens", async () => {
  const told = [];
  await outbox.putAll([saleOf(1), saleOf(2)]);
  outbox.onChange(({ waiting, rejected }) => told.push([waiting, rejected]));
  await outbox.settle([answerOf((await outbox.list())[0], "refused")]);
  await outbox.count();
  assert.deepEqual(told.at(-1), [1, 1]);
});

test("an item the server has does not come back from a copy nobody could drop", async () => {
  await outbox.put(saleOf(1));
  const [entry] = await outbox.list();
  await outbox.settle([answerOf(entry)]);
  await new BackupStore(caches).save({ [`queue:${entry.id}`]: entry });
  assert.deepEqual([await restore(db, new BackupStore(caches)), await kept()], [0, []]);
});

test("stores the browser deleted are filled again from the second copy, each item once", async () => {
  await outbox.putAll([saleOf(1), saleOf(2)]);
  await outbox.settle([answerOf((await outbox.list())[0])]);
  db.close();
  outbox.channel.close();
  emptyDevice();
  db = await openStores();
  outbox = new Outbox({ db, words: {}, stamp: () => ({ token, till: 3 }), backupStore: new BackupStore(caches) });
  assert.equal(await restore(db, new BackupStore(caches)), 1);
  assert.equal(await restore(db, new BackupStore(caches)), 0);
  assert.deepEqual(
    (await outbox.list()).map(({ item }) => item),
    [saleOf(2).item],
  );
});
