import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { FakeTarget, keyPress } from "../fakes.js";

class Field extends EventTarget {
  constructor(inputMode) {
    super();
    Object.assign(this, { inputMode, value: "", closest: () => null });
  }
}
class Sheet {
  closest() {
    return this;
  }
}
globalThis.HTMLInputElement = Field;
globalThis.HTMLTextAreaElement = class {};
const { codeOf, Run, Scans } = await import("../../../app/static/js/till/scan.js");

const BAGEA = "8990000000005";
const CARD = "Kx9-mQ2_pL7vTn4wRz";
const NIP = "197903052005011003";
const RULES = {
  isExisting: (text) => [BAGEA, CARD, "K12"].includes(text),
  isMoney: (text) => /^[0-9]{1,6}$/.test(text),
};
let body, clock, page, scans, taken;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  clock = 0;
  taken = [];
  body = { closest: () => null };
  page = globalThis.document = new FakeTarget({ activeElement: body });
  scans = new Scans({ ...RULES, code: (...code) => taken.push(code) });
});

/** Time passes, for the keys and for what waits. */
function wait(milliseconds) {
  clock += milliseconds;
  mock.timers.tick(milliseconds);
}

/** One key on what has the focus; a field takes it up. Whether the page kept it from pressing anything. */
function press(key, target = page.activeElement) {
  const event = page.hear(keyPress(key, target, clock));
  if (key.length === 1 && "value" in target && !event.defaultPrevented) target.value += key;
  return event.defaultPrevented;
}

/** Keys with these gaps, and what ends them. */
function type(text, gaps, end) {
  [...text].forEach((key, at) => {
    if (at) wait(gaps[at % gaps.length]);
    press(key);
  });
  if (!end) return null;
  wait(gaps[0]);
  return press(end);
}

const SCANNERS = [
  ["wired", [5], "Enter"],
  ["cheap", [60, 140, 90], "Tab"],
  ["stalling", [150, 30, 420], "Enter"],
  ["twice stalling", [9, 9, 9, 9, 9, 700], "Enter"],
  ["fast after one stall", [9, 9, 9, 9, 9, 700, 9, 9, 9, 9, 9, 9, 9], "Enter"],
  ["slow", [180], "Tab"],
];
for (const [what, gaps, end] of SCANNERS) {
  for (const place of ["page", "figure", "text"]) {
    test(`a ${what} scanner's code is taken once on ${place} and presses nothing`, () => {
      if (place !== "page") page.activeElement = new Field(place === "figure" ? "numeric" : "text");
      assert.equal(type(BAGEA, gaps, end), true, "its end is kept from the button that has the focus");
      wait(5000);
      assert.deepEqual(taken, [[BAGEA, false]]);
      assert.equal(page.activeElement.value ?? "", "", "and no figure of it stays in the field");
    });
  }
}

test("a scanner behind somebody's typing leaves what was typed", () => {
  page.activeElement = new Field("text");
  type("ibu", [150]);
  wait(400);
  type(CARD, [10], "Enter");
  assert.deepEqual([taken, page.activeElement.value], [[[CARD, false]], "ibu"]);
});

test("a known code without Enter is taken after a short quiet, and an Enter after it presses nothing", () => {
  type(BAGEA, [30]);
  wait(299);
  assert.deepEqual(taken, []);
  wait(1);
  assert.deepEqual(taken, [[BAGEA, false]]);
  assert.equal(press("Enter"), true);
  assert.equal(taken.length, 1);
  wait(2000);
  assert.equal(press("Enter"), false, "a later Enter is a person's");
});

test("the next code begins anew, however soon it follows one without Enter", () => {
  type(BAGEA, [30]);
  wait(320);
  type(CARD, [30], "Enter");
  assert.deepEqual(taken, [
    [BAGEA, false],
    [CARD, false],
  ]);
});

test("people who type money, names and counts and press Enter are not scanners", () => {
  const cases = [
    ["200000", "numeric"],
    ["12", "numeric"],
    ["wattimena", "text"],
    ["1003", "text"],
    ["Ibu Ema 2", "text"],
  ];
  for (const [text, mode] of cases) {
    page.activeElement = new Field(mode);
    assert.equal(type(text, [90, 160, 110], "Enter"), false, text);
    assert.equal(page.activeElement.value, text);
    wait(5000);
  }
  assert.deepEqual(taken, []);
});

test("Enter alone, and Enter long after a key, are a person's", () => {
  assert.equal(press("Enter"), false);
  press("7");
  wait(3000);
  assert.equal(press("Enter"), false);
  assert.deepEqual(taken, []);
});

test("what a person types in a dialog stays there", () => {
  page.activeElement = new Sheet();
  assert.equal(type(BAGEA, [90, 150], "Enter"), false);
  wait(5000);
  assert.deepEqual(taken, []);
});

test("what a scanner types into a sheet stays there; at a sheet without a field its Enter presses nothing", () => {
  const field = new Field("text");
  field.closest = () => field;
  page.activeElement = field;
  assert.equal(type(NIP, [9], "Enter"), false);
  wait(2000);
  assert.deepEqual([field.value, taken], [NIP, []]);
  page.activeElement = new Sheet();
  assert.equal(type(NIP, [9], "Enter"), true);
  wait(2000);
  assert.equal(press("Enter"), false, "a person's Enter does");
  assert.deepEqual(taken, []);
});

test("keys with Ctrl, Alt or Meta and keys held down belong to no code", () => {
  for (const more of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { repeat: true },
    { isComposing: true },
  ]) {
    page.hear(keyPress("8", body, clock, more));
  }
  assert.equal(scans.isReading, false);
  type(BAGEA.slice(1), [5]);
  assert.equal(scans.run.text, BAGEA.slice(1));
});

test("a sign before a card that was not known by heart is told; before a known code it is a quantity key", () => {
  type("-Zk9mQ2pL7vTn4wRz1", [20], "Enter");
  wait(2000);
  type(`+${BAGEA}`, [20], "Enter");
  assert.deepEqual(taken, [
    ["-Zk9mQ2pL7vTn4wRz1", true],
    [BAGEA, false],
  ]);
});

test("a blank within a code does not press the button that has the focus", () => {
  type("KODE", [20]);
  assert.equal(press(" "), true);
  wait(5000);
  assert.equal(press(" "), false);
});

test("a finger that acts ends a run that was over", () => {
  type("899", [20]);
  wait(400);
  page.hear({ type: "pointerdown", timeStamp: clock });
  assert.equal(scans.isReading, false);
});

test("a run keeps its own time: what is quiet is three times its longest gap", () => {
  const run = new Run();
  [0, 100, 300].forEach((at, place) => run.feed(String(place), at));
  assert.equal(run.quiet, 600);
  assert.deepEqual([run.reaches(1300), run.reaches(1301)], [true, false]);
  run.feed("x", 2000);
  assert.deepEqual([run.text, run.quiet], ["x", 300]);
});

test("what is taken for a code depends on where it was typed", () => {
  const read = (text, where, isEnded = true) => codeOf(text, where, { ...RULES, isEnded });
  const cases = [
    [BAGEA, "sheet", ""],
    [BAGEA, "page", BAGEA],
    [BAGEA, "figure", BAGEA],
    [BAGEA, "text", BAGEA],
    ["K12", "page", "K12"],
    ["K12", "text", ""],
    ["20000", "figure", ""],
    ["7654321", "figure", "7654321"],
    [NIP, "text", NIP],
    [CARD, "text", CARD],
    ["abcdefghijklmnopq", "text", ""],
    ["martha wattimena", "text", ""],
    ["https://jiku.test/cek/7QK3-M9ZD", "text", "https://jiku.test/cek/7QK3-M9ZD"],
    ["ABC123", "page", "ABC123"],
    ["ABC12", "page", ""],
    ["......", "page", ""],
    [`+${BAGEA}`, "page", BAGEA],
  ];
  for (const [text, where, code] of cases) assert.equal(read(text, where), code, `${text} on ${where}`);
  assert.equal(read("7654321", "figure", false), "", "without an end, figures may still be typed on");
});
