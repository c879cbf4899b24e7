// A group sale: several buyers, one payer (a school sends one colleague). Pure values, like cart.js.
// It is the list of receipts finished so far; the receipt being written is the last one. Each becomes its own sale.

import { emptyReceipt, obstacle, total } from "./cart.js";

const MOST = 40; // one batch to the server holds 50

/** Return a group sale without earlier receipts. @returns {GroupSale} */
export function emptyGroup() {
  return [];
}

/** Return why the next buyer cannot be added yet, as the key of a sentence; null if that is possible.
 *  @param {GroupSale} group @param {Receipt} receipt */
export function groupObstacle(group, receipt) {
  const why = obstacle({ ...receipt, given: null }, "none");
  if (why) return why;
  return group.length >= MOST ? "group_full" : null;
}

/** Add a receipt to the group sale. Return the group sale and an empty receipt for the next buyer.
 *  @param {GroupSale} group @param {PendingReceipt} receipt @returns {GroupAndReceipt} */
export function nextBuyer(group, receipt) {
  return { group: [...group, { ...receipt, given: null }], receipt: { ...emptyReceipt(), given: receipt.given } };
}

/** Reopen one receipt of the group sale; the one being written takes its place, if it is not empty.
 *  @param {GroupSale} group @param {number} at @param {Receipt} receipt @returns {GroupAndReceipt} */
export function takeBack(group, at, receipt) {
  const rest = group.filter((_one, place) => place !== at);
  const isWritten = receipt.buyer || receipt.lines.length;
  const pending = /** @type {PendingReceipt} */ ({ ...receipt, given: null });
  return { group: isWritten ? [...rest, pending] : rest, receipt: { ...group[at], given: receipt.given } };
}

/** Drop one receipt of the group sale. @param {GroupSale} group @param {number} at */
export function dropReceipt(group, at) {
  return group.filter((_one, place) => place !== at);
}

/** Return all receipts of the group sale with the one being written, unless that one is empty.
 *  @param {GroupSale} group @param {Receipt} receipt */
export function allReceipts(group, receipt) {
  const isEmpty = !receipt.buyer && !receipt.lines.length;
  return group.length && isEmpty ? group : [...group, receipt];
}

/** Return what one payer owes for everybody, in rupiah. @param {GroupSale} group @param {Receipt} receipt */
export function groupTotal(group, receipt) {
  return [...group, receipt].reduce((sum, one) => sum + total(one), 0);
}

/** Return the place of a buyer in the group sale, or -1: one person has one receipt.
 *  @param {GroupSale} group @param {BuyerRef} ref */
export function placeOf(group, ref) {
  const key = JSON.stringify(ref);
  if (ref.public) return -1;
  return group.findIndex((one) => JSON.stringify(one.buyer.ref) === key);
}
