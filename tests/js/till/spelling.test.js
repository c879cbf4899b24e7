import assert from "node:assert/strict";
import { test } from "node:test";

import { Spellings } from "../../../app/static/js/till/spelling.js";

const ROSTER = [
  "CHRISTINA PATTIASINA",
  "H. MOH. YUSUF TUASIKAL, S.Pd",
  "MAITIMU JOHANES",
  "J. LATUPEIRISSA",
  "ACHMAD SOEKARNO",
];
const meant = (text) => {
  const how = new Spellings(ROSTER).matcher(text);
  return ROSTER.map((name, at) => how(at) && `${how(at)}: ${name}`).filter(Boolean);
};

for (const [text, at] of [
  ["kristina", 0],
  ["muhammad yusuf", 1],
  ["Tuasikal, Mohd. S.Pd.", 1],
  ["haji", null],
  ["maetimu", 2],
  ["yohanes maitimu", 2],
  ["ahmad sukarno", 4],
]) {
  test(`${text} sounds like its name and like no other`, () => {
    assert.deepEqual(meant(text), at === null ? [] : [`sound: ${ROSTER[at]}`]);
  });
}

test("one wrong letter, or an initial, is only a guess; two are nobody", () => {
  assert.deepEqual(meant("pattisaina"), [`slip: ${ROSTER[0]}`]);
  assert.deepEqual(meant("johan latupeirissa"), [`slip: ${ROSTER[3]}`]);
  assert.deepEqual(meant("pattusuina"), []);
});
