import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import test from "node:test";

import { expectedAck, fingerprint, isAcknowledged } from "../../../app/static/js/till/ack.js";

const TOKEN = "kunci-perangkat-1";
const ID = "7f4e1a2b-3c4d-4e5f-8a9b-0c1d2e3f4a5b";

/** The signature as the server makes it, by another implementation. */
function signed(token, id, result) {
  const key = createHash("sha256").update(`answers:${token}`).digest();
  return createHmac("sha256", key).update(`${id}:${result}`).digest("hex").slice(0, 32);
}

const answer = (more = {}) => ({ id: ID, result: "recorded", ack: signed(TOKEN, ID, "recorded"), ...more });

test("the server's signature is believed, for each final result", () => {
  for (const result of ["recorded", "replayed", "parked", "conflict", "refused"]) {
    assert.equal(expectedAck(TOKEN, ID, result), signed(TOKEN, ID, result));
    assert.equal(isAcknowledged(TOKEN, ID, answer({ result, ack: signed(TOKEN, ID, result) })), true, result);
  }
});

const LIES = {
  nothing: null,
  "no signature": answer({ ack: undefined }),
  "an empty signature": answer({ ack: "" }),
  "one sign off": answer({ ack: signed(TOKEN, ID, "recorded").replace(/.$/, (last) => (last === "0" ? "1" : "0")) }),
  "another token's signature": answer({ ack: signed("kunci-lain", ID, "recorded") }),
  "the signature of another result": answer({ result: "refused" }),
  "another item's answer": answer({ id: "0", ack: signed(TOKEN, "0", "recorded") }),
  "this item's signature under another number": answer({ id: "0" }),
  "a result that is not final": answer({ result: "waiting", ack: signed(TOKEN, ID, "waiting") }),
  "a signature by the fingerprint, which the server's table holds": answer({
    ack: createHmac("sha256", createHash("sha256").update(TOKEN).digest())
      .update(`${ID}:recorded`)
      .digest("hex")
      .slice(0, 32),
  }),
};

for (const [what, lie] of Object.entries(LIES)) {
  test(`${what} is no acknowledgement`, () => assert.equal(isAcknowledged(TOKEN, ID, lie), false));
}

test("a token is named by its SHA-256", () => {
  assert.equal(fingerprint(TOKEN), createHash("sha256").update(TOKEN).digest("hex"));
});
