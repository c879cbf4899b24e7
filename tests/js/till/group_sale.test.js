import assert from "node:assert/strict";
import test from "node:test";

import { addFree, emptyReceipt } from "../../../app/static/js/till/cart.js";
import {
  allReceipts,
  dropReceipt,
  emptyGroup,
  nextBuyer,
  placeOf,
  takeBack,
  groupObstacle,
  groupTotal,
} from "../../../app/static/js/till/group_sale.js";

const noteOf = (employee, amount = 1000, more = {}) => ({
  ...addFree(emptyReceipt(), { maker: "A", name: "B", amount, quantity: 1 }),
  buyer: { ref: { employee }, name: `Pegawai ${employee}` },
  ...more,
});

test("money handed over stays with the payer when the next buyer's receipt begins", () => {
  const first = noteOf(1, 1000, { given: 50_000 });
  const { group, receipt } = nextBuyer(emptyGroup(), first);
  assert.deepEqual(group, [{ ...first, given: null }]);
  assert.deepEqual([receipt.buyer, receipt.lines, receipt.given], [null, [], 50_000]);
  assert.notEqual(receipt.id, first.id);
});

test("a receipt comes back onto the screen and what was there takes its place, if anything was", () => {
  const [one, two, screen] = [noteOf(1), noteOf(2), noteOf(3, 500, { given: 9000 })];
  const swapped = takeBack([one, two], 0, screen);
  assert.deepEqual(
    swapped.group.map((receipt) => receipt.id),
    [two.id, screen.id],
  );
  assert.deepEqual([swapped.receipt.id, swapped.receipt.given, swapped.group[1].given], [one.id, 9000, null]);
  const alone = takeBack([one, two], 1, { ...emptyReceipt(), given: 9000 });
  assert.deepEqual(
    alone.group.map((receipt) => receipt.id),
    [one.id],
  );
});

test("a receipt that is struck leaves the others", () => {
  const group = [noteOf(1), noteOf(2), noteOf(3)];
  assert.deepEqual(dropReceipt(group, 1), [group[0], group[2]]);
});

test("everybody is saved once: an empty receipt after others is no buyer, alone it is one to complain about", () => {
  const [one, two, none] = [noteOf(1), noteOf(2), emptyReceipt()];
  assert.deepEqual(allReceipts([one], two), [one, two]);
  assert.deepEqual(allReceipts([one], none), [one]);
  assert.deepEqual(allReceipts([], none), [none]);
});

test("one payer owes the sum of all receipts", () => {
  assert.equal(groupTotal([noteOf(1, 1000), noteOf(2, 250)], noteOf(3, 7)), 1257);
});

test("a buyer of the group sale is found again by what names them; the public is nobody in particular", () => {
  const group = [noteOf(1), noteOf(2)];
  assert.deepEqual([placeOf(group, { employee: 2 }), placeOf(group, { employee: 9 })], [1, -1]);
  const strangers = [{ ...noteOf(1), buyer: { ref: { public: true } } }];
  assert.equal(placeOf(strangers, { public: true }), -1);
});

test("a receipt waits for the next buyer only when it could be saved, and the group sale has room for forty", () => {
  assert.equal(groupObstacle([], emptyReceipt()), "no_buyer");
  assert.equal(groupObstacle([], noteOf(1, 1000, { lines: [] })), "no_lines");
  assert.equal(groupObstacle([], noteOf(1, 1000, { given: 1 })), null, "who pays is settled at the end");
  const full = Array.from({ length: 40 }, (_, at) => noteOf(at));
  assert.deepEqual([groupObstacle(full.slice(1), noteOf(99)), groupObstacle(full, noteOf(99))], [null, "group_full"]);
});
