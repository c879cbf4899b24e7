import assert from "node:assert/strict";
import test from "node:test";

import { dayOf, instant, newId, receiptNumber, spanText } from "../../../app/static/js/till/ids.js";

/** Run as a device whose zone is this one. */
function inZone(zone, act) {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return act();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

test("numbers are UUIDs of version 4, each another one", () => {
  const made = Array.from({ length: 2000 }, newId);
  assert.equal(new Set(made).size, 2000);
  assert.deepEqual(
    made.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    [],
  );
});

test("the number on the receipt is the first 40 bits in letters nobody mistakes", () => {
  assert.equal(receiptNumber("00000000-0000-4000-8000-000000000000"), "0000-0000");
  assert.equal(receiptNumber("ffffffff-ff00-4000-8000-000000000000"), "ZZZZ-ZZZZ");
  assert.equal(receiptNumber("3d0a5a1e-9b2c-4000-8000-000000000000"), "7M55-M7MV", "as tests/sales/test_rules.py");
});

test("an instant carries the device's own offset, east and west and beside the hour", () => {
  const moment = new Date("2026-11-07T00:15:02.120Z");
  const written = ["Asia/Jayapura", "America/New_York", "Asia/Kolkata", "UTC"].map((zone) =>
    inZone(zone, () => instant(moment)),
  );
  assert.deepEqual(written, [
    "2026-11-07T09:15:02.120+09:00",
    "2026-11-06T19:15:02.120-05:00",
    "2026-11-07T05:45:02.120+05:30",
    "2026-11-07T00:15:02.120+00:00",
  ]);
});

test("the day is the device's own", () => {
  const late = new Date("2026-11-07T16:00:00Z");
  assert.deepEqual(
    ["Asia/Jayapura", "UTC"].map((zone) => inZone(zone, () => dayOf(late))),
    ["2026-11-08", "2026-11-07"],
  );
  assert.equal(
    inZone("Asia/Jayapura", () => dayOf(late.getTime())),
    "2026-11-08",
    "also from milliseconds",
  );
});

test("a span is told in one unit a person uses", () => {
  const words = { span_minutes: "{count} menit", span_hours: "{count} jam", span_days: "{count} hari" };
  const spans = {
    90: "2 menit",
    "-5340": "89 menit",
    5400: "2 jam",
    169_200: "47 jam",
    172_800: "2 hari",
    3_456_000: "40 hari",
  };
  for (const [seconds, told] of Object.entries(spans)) assert.equal(spanText(Number(seconds), words), told);
});
