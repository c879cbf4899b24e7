import assert from "node:assert/strict";
import test from "node:test";

import {
  addFree,
  addProduct,
  change,
  classify,
  emptyReceipt,
  isMoney,
  MAX_AMOUNT,
  MAX_QUANTITY,
  obstacle,
  pieces,
  quickCash,
  readAmount,
  restSentence,
  rupiah,
  setQuantity,
  toSale,
  total,
  warningWords,
} from "../../../app/static/js/till/cart.js";

const KOPI = { id: 7, maker: "Dapur Kenari", name: "Kopi", price: 24_000 };
const MARTHA = { ref: { employee: 3 }, name: "Martha", kind: "employee" };
const PAID = { soldAt: "2026-11-07T09:15:02.120+09:00", cashier: "sarah", shift: null, payment: "cash" };

const noteOf = (amount, more = {}) => ({
  ...addFree(emptyReceipt(), { maker: "A", name: "B", amount, quantity: 1 }),
  buyer: MARTHA,
  ...more,
});

const AMOUNTS = {
  "20.000": 20_000,
  "Rp 20.000": 20_000,
  "rp.20.000": 20_000,
  "20000,00": 20_000,
  "20.000,-": 20_000,
  " 5 ": 5,
  "1.000.000": 1_000_000,
  999999999999: 999_999_999_999,
  0: 0,
  "2.0": null,
  "1e5": null,
  "-5": null,
  "٣": null,
  "": null,
  "20,5": null,
  "1.0000": null,
  1000000000000: null,
  "20.000 rupiah": null,
  "20,00.000": null,
  "0x10": null,
};

for (const [typed, amount] of Object.entries(AMOUNTS)) {
  test(`"${typed}" is read as ${amount}`, () => assert.equal(readAmount(typed), amount));
}

test("rupiah are written with points, a minus sign and, when asked, without Rp", () => {
  const written = [rupiah(1_234_567), rupiah(-500), rupiah(0, { bare: true }), rupiah(999_999_999_999), rupiah(1000)];
  assert.deepEqual(written, ["Rp1.234.567", "−Rp500", "0", "Rp999.999.999.999", "Rp1.000"]);
});

test("the sums somebody would hand over are never below, never equal, at most three", () => {
  const sums = {
    74_000: [75_000, 80_000, 100_000],
    75_000: [80_000, 100_000],
    5_000: [10_000, 20_000, 50_000],
    100_000: [],
    1: [5_000, 10_000, 50_000],
    0: [],
    101_000: [105_000, 110_000, 150_000],
  };
  for (const [due, offered] of Object.entries(sums)) assert.deepEqual(quickCash(Number(due)), offered, due);
});

test("a scanned code in the field for money is told from money", () => {
  const due = 24_750;
  const money = ["24750", "24.750", "50000", "100.000", "9.999.950", "20.000.000"];
  const codes = ["8990000000005", "24751", "12345678", "899000000000", "x", "", "20.000.050"];
  assert.deepEqual(
    money.filter((text) => !isMoney(text, due)),
    [],
  );
  assert.deepEqual(
    codes.filter((text) => isMoney(text, due)),
    [],
  );
});

test("the same product at the same price is one line; at another price it is another", () => {
  const twice = addProduct(addProduct(emptyReceipt(), KOPI), KOPI);
  assert.deepEqual(twice.lines, [{ product: 7, maker: "Dapur Kenari", name: "Kopi", quantity: 2, unitPrice: 24_000 }]);
  const dearer = addProduct(twice, { ...KOPI, price: 25_000 });
  assert.deepEqual([dearer.lines.length, total(dearer), pieces(dearer)], [2, 73_000, 3]);
});

test("goods typed by hand are a line each, also when they are alike", () => {
  const line = { maker: "A", name: "B", amount: 500, quantity: 2 };
  const receipt = addFree(addFree(emptyReceipt(), line), line);
  assert.deepEqual([receipt.lines.length, total(receipt), pieces(receipt)], [2, 2000, 4]);
});

test("a quantity stays whole and within its bounds, and none takes the line away", () => {
  const receipt = addProduct(emptyReceipt(), KOPI);
  const quantity = (typed) => setQuantity(receipt, 0, typed).lines[0]?.quantity;
  assert.deepEqual([3, 2.9, 99_999, 0, -1, Number.NaN].map(quantity), [
    3,
    2,
    MAX_QUANTITY,
    undefined,
    undefined,
    undefined,
  ]);
  assert.equal(receipt.lines[0].quantity, 1, "a receipt is a value: the first one is as it was");
});

test("change is what goes back, negative when too little came, nothing when nothing was typed", () => {
  assert.equal(change(noteOf(74_000, { given: 100_000 })), 26_000);
  assert.equal(change(noteOf(74_000, { given: 50_000 })), -24_000);
  assert.equal(change(noteOf(74_000)), null);
  assert.equal(change(noteOf(74_000, { given: 100_000 }), 90_000), 10_000, "one who pays for several");
});

test("what stands in the way of saving is named, the first thing first", () => {
  const cases = [
    [noteOf(1000, { buyer: null, lines: [] }), "cash", "no_buyer"],
    [noteOf(1000, { buyer: { ...MARTHA, unconfirmed: true, served: {} } }), "cash", "unconfirmed"],
    [noteOf(1000, { buyer: { ...MARTHA, served: { time: "09.02" } } }), "cash", "served"],
    [noteOf(1000, { buyer: { ...MARTHA, served: { time: "09.02" }, goesOn: true } }), "cash", null],
    [noteOf(1000, { lines: [] }), "cash", "no_lines"],
    [noteOf(MAX_AMOUNT), "none", null],
    [noteOf(MAX_AMOUNT + 1), "none", "too_much"],
    [noteOf(1000, { given: 999 }), "cash", "cash_short"],
    [noteOf(1000, { given: 999 }), "qris", null],
    [noteOf(1000, { given: 1000 }), "cash", null],
    [noteOf(1000), "cash", null],
  ];
  for (const [receipt, payment, why] of cases) assert.equal(obstacle(receipt, payment), why);
  assert.equal(
    obstacle(noteOf(1000, { given: 1000 }), "cash", 1001),
    "cash_short",
    "what all of a group sale owe counts",
  );
});

test("a sale carries the receipt's number and lines, and neither money given nor change", () => {
  const receipt = addFree(addProduct(noteOf(500, { given: 50_000 }), KOPI), {
    maker: "C",
    name: "D",
    amount: 100,
    quantity: 3,
  });
  assert.deepEqual(toSale(receipt, PAID), {
    id: receipt.id,
    sold_at: PAID.soldAt,
    cashier: "sarah",
    shift: null,
    buyer: { employee: 3 },
    payment: "cash",
    lines: [
      { maker: "A", name: "B", quantity: 1, unit_price: 500 },
      { product: 7, quantity: 1, unit_price: 24_000 },
      { maker: "C", name: "D", quantity: 3, unit_price: 100 },
    ],
  });
});

test("each receipt has a number of its own from the beginning", () => {
  assert.notEqual(emptyReceipt().id, emptyReceipt().id);
});

test("what was typed is a product, a NIP, digits or a text", () => {
  const barcodes = new Map([
    ["8990000000005", KOPI],
    ["197903052005011003", KOPI],
  ]);
  assert.deepEqual(classify(" 8990000000005 ", barcodes), { kind: "product", product: KOPI });
  assert.equal(classify("197903052005011003", barcodes).kind, "product", "a number of a product is a product");
  assert.deepEqual(classify("19790305 200501 1 004", barcodes), { kind: "nip", value: "197903052005011004" });
  assert.deepEqual(classify("'197903052005011004", barcodes), { kind: "nip", value: "197903052005011004" });
  assert.deepEqual(classify("1003", barcodes), { kind: "digits", value: "1003" });
  assert.deepEqual(classify("Ibu Ema ", barcodes), { kind: "text", value: "Ibu Ema" });
});

test("what remains is told for the state the buyer is in after this sale", () => {
  const words = {
    rest_short: "sisa {amount} sampai {day}",
    rest_met: "memenuhi",
    rest_exempt: "dibebaskan",
    rest_as_of: "{sentence}, per {time}",
  };
  const short = { status: "short", shortfall: 30_000, until: "30 November" };
  assert.equal(restSentence(short, words), "sisa Rp30.000 sampai 30 November");
  assert.equal(restSentence(short, words, 29_999), "sisa Rp1 sampai 30 November");
  assert.equal(restSentence(short, words, 30_000), "memenuhi");
  assert.equal(restSentence({ status: "exempt", asOf: "09.14" }, words), "dibebaskan, per 09.14");
  assert.deepEqual(
    [restSentence(null, words), restSentence({}, words), restSentence({ status: "new" }, words)],
    ["", "", ""],
  );
});

test("a product says what the server warns of, in words this page has; anything else is no warning", () => {
  const words = { warning_expired: "lewat tanggal", warning_below_zero: "stok minus" };
  const of = (warnings) => warningWords({ ...KOPI, warnings }, words);
  assert.equal(of(["below_zero", "expired"]), "stok minus, lewat tanggal");
  assert.equal(of(["a_later_kind", "expired"]), "lewat tanggal");
  assert.deepEqual([of([]), of(["a_later_kind"]), warningWords(KOPI, words)], ["", "", ""]);
});
