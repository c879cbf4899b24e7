import assert from "node:assert/strict";
import test from "node:test";

import { addFree, emptyNote } from "../../../app/static/js/till/cart.js";
import {
  allNotes,
  dropNote,
  emptyGroup,
  nextBuyer,
  placeOf,
  takeBack,
  groupObstacle,
  groupTotal,
} from "../../../app/static/js/till/group_sale.js";

const noteOf = (employee, amount = 1000, more = {}) => ({
  ...addFree(emptyNote(), { maker: "A", name: "B", amount, quantity: 1 }),
  buyer: { ref: { employee }, name: `Pegawai ${employee}` },
  ...more,
});

test("money handed over stays with the payer when the next buyer's note begins", () => {
  const first = noteOf(1, 1000, { given: 50_000 });
  const { visit, note } = nextBuyer(emptyGroup(), first);
  assert.deepEqual(visit, [{ ...first, given: null }]);
  assert.deepEqual([note.buyer, note.lines, note.given], [null, [], 50_000]);
  assert.notEqual(note.id, first.id);
});

test("a note comes back onto the desk and what was there takes its place, if anything was", () => {
  const [one, two, desk] = [noteOf(1), noteOf(2), noteOf(3, 500, { given: 9000 })];
  const swapped = takeBack([one, two], 0, desk);
  assert.deepEqual(
    swapped.visit.map((note) => note.id),
    [two.id, desk.id],
  );
  assert.deepEqual([swapped.note.id, swapped.note.given, swapped.visit[1].given], [one.id, 9000, null]);
  const alone = takeBack([one, two], 1, { ...emptyNote(), given: 9000 });
  assert.deepEqual(
    alone.visit.map((note) => note.id),
    [one.id],
  );
});

test("a note that is struck leaves the others", () => {
  const visit = [noteOf(1), noteOf(2), noteOf(3)];
  assert.deepEqual(dropNote(visit, 1), [visit[0], visit[2]]);
});

test("everybody is saved once: an empty note after others is no buyer, alone it is one to complain about", () => {
  const [one, two, none] = [noteOf(1), noteOf(2), emptyNote()];
  assert.deepEqual(allNotes([one], two), [one, two]);
  assert.deepEqual(allNotes([one], none), [one]);
  assert.deepEqual(allNotes([], none), [none]);
});

test("one payer owes the sum of all notes", () => {
  assert.equal(groupTotal([noteOf(1, 1000), noteOf(2, 250)], noteOf(3, 7)), 1257);
});

test("a buyer of the visit is found again by what names them; the public is nobody in particular", () => {
  const visit = [noteOf(1), noteOf(2)];
  assert.deepEqual([placeOf(visit, { employee: 2 }), placeOf(visit, { employee: 9 })], [1, -1]);
  const strangers = [{ ...noteOf(1), buyer: { ref: { public: true } } }];
  assert.equal(placeOf(strangers, { public: true }), -1);
});

test("a note waits for the next buyer only when it could be saved, and the visit has room for forty", () => {
  assert.equal(groupObstacle([], emptyNote()), "no_buyer");
  assert.equal(groupObstacle([], noteOf(1, 1000, { lines: [] })), "no_lines");
  assert.equal(groupObstacle([], noteOf(1, 1000, { given: 1 })), null, "who pays is settled at the end");
  const full = Array.from({ length: 40 }, (_, at) => noteOf(at));
  assert.deepEqual([groupObstacle(full.slice(1), noteOf(99)), groupObstacle(full, noteOf(99))], [null, "visit_full"]);
});
