import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { beforeEach, mock, test } from "node:test";

import { openStores } from "../../../app/static/js/till/db.js";
import { isPin, Lock } from "../../../app/static/js/till/lock.js";
import { emptyDevice, FakeTarget, keyPress } from "../fakes.js";

const pinOf = (text) => ({
  salt: "00ff10",
  iterations: 10,
  verifier: pbkdf2Sync(text, Buffer.from("00ff10", "hex"), 10, 32, "sha256").toString("hex"),
});
const RUTH = { username: "ruth", name: "Ruth", pin: pinOf("123456") };
const WORDS = {
  pin_wrong: "SALAH {left}",
  pin_locked: "TUNGGU {seconds}",
  pin_short: "ENAM",
  pin_over: "HABIS",
  pin_none: "TANPA",
};
let db, lock, page, parts;

class Part extends FakeTarget {
  closest() {
    return this;
  }
  focus() {}
  dispatchEvent(event) {
    this.hear(event);
  }
  close() {}
  append() {}
  replaceChildren() {}
}

function begin() {
  parts = new Map();
  const find = (name) =>
    parts.get(name) || parts.set(name, new Part({ value: "", textContent: "", hidden: false })).get(name);
  lock = new Lock({ find, db, words: WORDS, dialogs: { show() {} }, people: () => [RUTH] });
  return lock.ask();
}

beforeEach(async () => {
  mock.timers.reset();
  emptyDevice();
  db = await openStores();
  globalThis.matchMedia = () => ({ matches: true });
  page = new FakeTarget({ createElement: () => new Part() });
  globalThis.document = page;
});

const pick = () => parts.get("lock-people").hear({ type: "click", target: { closest: () => ({ value: "ruth" }) } });
const said = () => parts.get("pin-error").textContent;

/** Type a PIN; resolves once the lock has judged it. */
async function type(text) {
  parts.get("pin").value = text;
  parts.get("pin").hear({ type: "input" });
  while (lock.isTrying)
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
}

test("a PIN is compared by its slow hash", async () => {
  assert.deepEqual(await Promise.all(["123456", "123457", ""].map((text) => isPin(text, RUTH.pin))), [
    true,
    false,
    false,
  ]);
});

test("the right PIN opens for whoever was picked, and forgets the wrong ones", async () => {
  const opened = begin();
  pick();
  await type("000000");
  assert.equal(said(), "SALAH 4");
  await type("123456");
  assert.deepEqual([await opened, await db.get("meta", "pin-tries")], [RUTH, undefined]);
});

test("the fifth wrong PIN waits a minute, also for a page made anew", async () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  begin();
  pick();
  for (const left of [4, 3, 2, 1]) {
    await type("000000");
    assert.equal(said(), `SALAH ${left}`);
  }
  await type("000000");
  assert.equal(said(), "TUNGGU 60");
  const opened = begin();
  pick();
  await type("123456");
  assert.equal(said(), "TUNGGU 60", "also the right one");
  mock.timers.setTime(1_060_001);
  await type("123456");
  assert.equal(await opened, RUTH);
});

test("whoever goes back to the names while the PIN is judged does not break the lock", async () => {
  const opened = begin();
  pick();
  parts.get("pin").value = "123456";
  parts.get("pin").hear({ type: "input" });
  parts.get("pin-back").hear({ type: "click" });
  assert.equal(await opened, RUTH);
});

test("under fingers the PIN is typed on the till's own keys, and no keyboard comes up", async () => {
  const opened = begin();
  pick();
  for (const key of ["1", "9", "back", "2", "3", "4", "5", "6"]) {
    parts.get("pin-keys").hear({ type: "click", target: { closest: () => ({ value: key }) } });
  }
  assert.deepEqual([parts.get("pin").inputMode, await opened], ["none", RUTH]);
});

test("an Enter out of habit after the PIN does nothing; after another key it counts", async () => {
  let blurred = 0;
  page.activeElement = { blur: () => (blurred += 1) };
  const opened = begin();
  assert.equal(blurred, 1, "no button waits for the next Enter");
  pick();
  await type("123456");
  await opened;
  assert.equal(page.hear(keyPress("Enter", new Part())).isStopped, true);
  assert.equal(
    page.hear(keyPress("Enter", new Part({ matches: () => true }))).isStopped,
    false,
    "in a field it counts",
  );
  page.hear(keyPress("F2", new Part()));
  assert.equal(page.hear(keyPress("Enter", new Part())).isStopped, false);
});
