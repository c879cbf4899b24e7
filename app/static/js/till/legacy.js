// What an older version of this page kept in the tab (`kasir:<shift>` in sessionStorage: the one sale on its way,
// and the note being written). It joins the queue under its own number: the server stores it once whatever happened.

/** Take it over; answers how many sales joined. Nothing is removed before the device holds it for good. */
export async function takeOver({ queue, store, session, storage = window.sessionStorage }) {
  let joined = 0;
  for (const key of Object.keys(storage).filter((name) => name.startsWith("kasir:"))) {
    let kept;
    try {
      kept = JSON.parse(storage.getItem(key)) || {};
    } catch {
      kept = {};
    }
    try {
      if (kept.pending?.id) {
        await queue.put({ kind: "sale", item: kept.pending });
        joined += 1;
      } else if (kept.note?.lines?.length && key === `kasir:${session.shift}` && !store.readDraft(session.cashier)) {
        store.keepDraft(session.cashier, kept.note);
      }
      storage.removeItem(key);
    } catch {
      // it stays where it is, and is tried at the next start
    }
  }
  return joined;
}
