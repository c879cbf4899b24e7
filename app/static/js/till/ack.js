// Was it really our server? Only it and this till know the token, so only it can sign "I have this".
// A captive portal's page, a proxy's cache or a mistyped address cannot. Works without crypto.subtle, too.

import { hmac } from "../../vendor/noble-hashes/hmac.js";
import { sha256 } from "../../vendor/noble-hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "../../vendor/noble-hashes/utils.js";

const FINAL = ["recorded", "replayed", "parked", "conflict", "refused"];

/** The token's fingerprint (hex), by which a token can be named without being shown. @param {string} token */
export function fingerprint(token) {
  return bytesToHex(sha256(utf8ToBytes(token)));
}

/** What the server must answer for this id and result: the first 32 hex digits of an HMAC, its key made of the token.
 *  Not its fingerprint: that one stands in the server's table.
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
