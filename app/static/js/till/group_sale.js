// One visit: several buyers, one payer (a school sends one colleague). Pure values, like cart.js.
// A visit is the notes finished so far; the note being written is the last one. Each becomes a sale of its own.

import { emptyNote, obstacle, total } from "./cart.js";

const MOST = 40; // one batch to the server holds 50

/** A visit with nobody before the note on the desk. @returns {Visit} */
export function emptyGroup() {
  return [];
}

/** Why the note cannot be set aside for the next buyer yet, as the name of a sentence; null when it can.
 *  @param {Visit} visit @param {Receipt} note */
export function groupObstacle(visit, note) {
  const why = obstacle({ ...note, given: null }, "none");
  if (why) return why;
  return visit.length >= MOST ? "visit_full" : null;
}

/** Sets a note aside as part of the visit. Answers the visit and an empty note for the next buyer.
 *  @param {Visit} visit @param {WaitingReceipt} note @returns {Desktop} */
export function nextBuyer(visit, note) {
  return { visit: [...visit, { ...note, given: null }], note: { ...emptyNote(), given: note.given } };
}

/** Takes one note of the visit back onto the desk; what was on the desk takes its place, if anything was.
 *  @param {Visit} visit @param {number} at @param {Receipt} note @returns {Desktop} */
export function takeBack(visit, at, note) {
  const rest = visit.filter((_one, place) => place !== at);
  const isWritten = note.buyer || note.lines.length;
  const waiting = /** @type {WaitingReceipt} */ ({ ...note, given: null });
  return { visit: isWritten ? [...rest, waiting] : rest, note: { ...visit[at], given: note.given } };
}

/** Strikes one note of the visit. @param {Visit} visit @param {number} at */
export function dropNote(visit, at) {
  return visit.filter((_one, place) => place !== at);
}

/** All notes of the visit with the one on the desk; an empty one at the end is no buyer.
 *  @param {Visit} visit @param {Receipt} note */
export function allNotes(visit, note) {
  const isEmpty = !note.buyer && !note.lines.length;
  return visit.length && isEmpty ? visit : [...visit, note];
}

/** What one payer owes for everybody, in rupiah. @param {Visit} visit @param {Receipt} note */
export function groupTotal(visit, note) {
  return [...visit, note].reduce((sum, one) => sum + total(one), 0);
}

/** The place of a buyer already in the visit, or -1: one person has one note.
 *  @param {Visit} visit @param {BuyerRef} ref */
export function placeOf(visit, ref) {
  const wanted = JSON.stringify(ref);
  if (ref.public) return -1;
  return visit.findIndex((one) => JSON.stringify(one.buyer.ref) === wanted);
}
