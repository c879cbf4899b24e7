// Checks the server's signature of an answer. Only our server and this till have the token, so that no captive portal,
// proxy cache or wrong server can acknowledge an item. It also works without crypto.subtle.

import { hmac } from "../../vendor/noble-hashes/hmac.js";
import { sha256 } from "../../vendor/noble-hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "../../vendor/noble-hashes/utils.js";

const FINAL = ["recorded", "replayed", "parked", "conflict", "refused"];

/** Return the token's SHA-256 (hex), which identifies it without revealing it. @param {string} token */
export function fingerprint(token) {
  return bytesToHex(sha256(utf8ToBytes(token)));
}

/** Return the signature that the server must send for this id and result: 32 hex digits of an HMAC keyed by the token.
 *  The key is not the fingerprint, because the server's table contains that.
 *  @param {string} token @param {string} id @param {string} result */
export function expectedAck(token, id, result) {
  return bytesToHex(hmac(sha256, sha256(utf8ToBytes(`answers:${token}`)), utf8ToBytes(`${id}:${result}`))).slice(0, 32);
}

/** Whether this answer is the server's final word on this id. Anything else counts as no answer.
 *  @param {string} token @param {string} id @param {ItemAnswer | undefined} answer */
export function isAcknowledged(token, id, answer) {
  if (!answer || answer.id !== id || !FINAL.includes(answer.result)) return false;
  return answer.ack === expectedAck(token, id, answer.result);
}
