import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Keys } from "../../../app/static/js/till/keys.js";
import { FakeTarget, keyPress } from "../fakes.js";

const element = (isField = false, tag = "div") => ({
  value: "",
  matches: (selector) => (isField ? selector.includes("input") : selector.split(", ").includes(tag)),
  closest: () => null,
});
let acts, body, screen, moved, page;

beforeEach(() => {
  body = element(false, "body");
  page = globalThis.document = new FakeTarget({ body });
  acts = [];
  moved = [];
  const act =
    (name) =>
    (...words) =>
      void acts.push([name, ...words]);
  const inputOf = (name) => Object.assign(element(true), { focus: act(name), select: () => {} });
  const parts = { goods: element(), finder: element() };
  screen = {
    isPaused: false,
    receipt: { buyer: null, lines: [{}] },
    find: (part) => parts[part],
    scans: { isReading: false, movesTo: (place) => moved.push(place) },
    pickPublic: act("public"),
    clear: act("clear"),
    addBuyer: act("next"),
    toggleCamera: act("camera"),
    save: act("save"),
    stepLast: act("step"),
    catalogueGrid: { tapNth: act("tap"), search: { field: inputOf("goods") } },
    pay: { cash: inputOf("cash") },
    saleResult: { isOpen: false, reopen: act("reopen"), close: act("close answer") },
    camera: { isOpen: false, close: act("close camera") },
    finder: { input: inputOf("search") },
  };
  new Keys(screen);
});

/** Whether the screen took the key; what it did is in `acts`. */
function press(key, target = body, more = {}) {
  return page.hear(
    keyPress(key, target, 0, { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more }),
  ).defaultPrevented;
}

test("each act of the screen has its key, and none with Shift, Ctrl, Alt or Meta", () => {
  for (const key of ["F2", "F3", "F4", "F6", "F7", "F8", "F9"]) {
    assert.ok(press(key));
    for (const held of ["shiftKey", "ctrlKey", "altKey", "metaKey"])
      assert.ok(!press(key, body, { [held]: true }), `${held} ${key}`);
  }
  assert.deepEqual(acts, [["public"], ["search"], ["clear"], ["next"], ["reopen"], ["camera"], ["save", "default"]]);
});

test("Enter saves where it has no other meaning", () => {
  const { finder, pay } = screen;
  for (const free of [body, pay.cash, screen.find("goods"), screen.find("finder"), finder.input])
    assert.ok(press("Enter", free));
  assert.equal(acts.length, 5);
  finder.input.value = "marth";
  for (const busy of [finder.input, element(), element(true)]) assert.ok(!press("Enter", busy));
  assert.equal(acts.length, 5);
});

test("plus and minus change the last line, but not in a field, within a code or on an empty receipt", () => {
  screen.receipt.buyer = {};
  assert.ok(press("+") && press("-"));
  assert.deepEqual(acts, [
    ["step", 1],
    ["step", -1],
  ]);
  assert.ok(!press("+", element(true)));
  screen.scans.isReading = true;
  assert.ok(!press("-"));
  Object.assign(screen, { scans: { isReading: false, movesTo() {} }, receipt: { buyer: {}, lines: [] } });
  assert.ok(!press("+"));
  assert.equal(acts.length, 2);
});

test("Alt and a figure taps goods; Escape closes the answer before the camera", () => {
  press("3", body, { altKey: true });
  assert.ok(!press("Escape"));
  screen.camera.isOpen = true;
  press("Escape");
  screen.saleResult.isOpen = true;
  press("Escape");
  assert.deepEqual(acts, [["tap", 3], ["close camera"], ["close answer"]]);
});

test("what is typed anywhere goes into the field it is meant for, as far as the receipt is", () => {
  assert.ok(!press("m"), "the field takes the letter itself");
  assert.equal(acts.at(-1)[0], "search");
  Object.assign(screen, { receipt: { buyer: {}, lines: [{}] }, payment: "cash" });
  press("m");
  press("2");
  assert.deepEqual(
    acts.map(([name]) => name),
    ["search", "goods", "cash"],
  );
  assert.deepEqual(
    moved,
    [screen.finder.input, screen.catalogueGrid.search.field, screen.pay.cash],
    "a scanner's run goes on there",
  );
  screen.payment = "none";
  press("2");
  screen.receipt.buyer = null;
  for (const [key, more] of [
    ["m", { ctrlKey: true }],
    [" ", {}],
    ["Shift", {}],
  ])
    press(key, body, more);
  press("m", element(true));
  assert.equal(acts.length, 3);
});

test("a paused screen, a dialog, and a key that had its meaning elsewhere do nothing", () => {
  press("F9", { ...element(), closest: () => body });
  press("F9", body, { defaultPrevented: true });
  press("F9", body, { isComposing: true });
  screen.isPaused = true;
  press("F9");
  assert.deepEqual(acts, []);
});
