import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { makeReceiptCode, printedAddress, WHOLE } from "../../../app/static/js/till/receipt_code.js";

const { key, vectors } = JSON.parse(readFileSync(new URL("../../sales/receipt_vectors.json", import.meta.url), "utf8"));

for (const { what, sale, till, code } of vectors) {
  test(`the code is the one the server reads: ${what}`, async () =>
    assert.equal(await makeReceiptCode(sale, key, till), code));
}

test("a till that has not learnt its key yet signs nothing", async () => {
  assert.equal(await makeReceiptCode(vectors[0].sale, "", vectors[0].till), "");
});

test("the QR holds the whole sale while a printer draws it legibly, else the bare number", () => {
  const [origin, receipt] = ["https://jikubata.test", "7QK3-M9ZD"];
  const bare = `${origin}/cek/${receipt}`;
  const room = ([, bytes]) => "x".repeat(bytes - bare.length - 1);
  const [fine, coarse] = WHOLE.map(room);
  assert.deepEqual(printedAddress(origin, receipt, fine), { text: `${bare}#${fine}`, level: "M", whole: true });
  assert.equal(printedAddress(origin, receipt, `${fine}x`).level, "L");
  assert.equal(printedAddress(origin, receipt, coarse).level, "L");
  for (const code of [`${coarse}x`, ""])
    assert.deepEqual(printedAddress(origin, receipt, code), { text: bare, level: "M", whole: false });
});
