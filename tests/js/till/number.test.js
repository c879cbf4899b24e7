import assert from "node:assert/strict";
import test from "node:test";

import { numberFault } from "../../../app/static/js/till/number.js";

const WHOLE = "197903052005011003";

test("a whole number has no fault, however it is spaced", () => {
  for (const text of [WHOLE, "19790305 200501 1 003", "19790305.200501.1.003", `'${WHOLE}`])
    assert.equal(numberFault(text), null, text);
});

test("one figure too few or too many is told with the count", () => {
  assert.deepEqual(numberFault(WHOLE.slice(1)), { sentence: "number_length", count: 17 });
  assert.deepEqual(numberFault(`${WHOLE}0`), { sentence: "number_length", count: 19 });
});

test("letters read for figures are told apart from names", () => {
  assert.deepEqual(numberFault("I979O3O52OO5O11OO3"), { sentence: "number_letters", count: 10 });
  assert.deepEqual(numberFault("197903052005011OO3"), { sentence: "number_letters", count: 16 });
});

test("short numbers, names and codes are no damaged NIP", () => {
  for (const text of ["1003", "12345678", "Ibu Ema", "OLII OIL LOOI", "OOOOOO123", "A-197903052005011", ""])
    assert.equal(numberFault(text), null, text);
});
