// Deletes a signed-out cashier's data from this device and its second copy: people, standings, session and login.
// Unsent items stay: each has the token to send it with.

import { STRICT } from "./db.js";

/** Delete the data of signed-in cashiers; the data of an enrolled till for its cashiers with a PIN stay. */
export async function forgetCashier(db, backupStore) {
  const tx = db.transaction(["meta", "buyers", "standings", "drafts"], "readwrite", STRICT);
  const meta = tx.objectStore("meta");
  const [enrolled, session, logins] = await Promise.all(["enrolled", "session", "logins"].map((key) => meta.get(key)));
  for (const name of ["buyers", "standings"]) {
    const cached = await tx.objectStore(name).get("now");
    if (cached && cached.till !== enrolled?.till?.id) tx.objectStore(name).delete("now");
  }
  const isLogin = session?.kind === "login";
  const drafts = tx.objectStore("drafts");
  for (const cashier of [...Object.keys(logins || {}), ...(isLogin ? [session.cashier] : [])]) {
    const draft = await drafts.get(cashier);
    if (draft) drafts.put(withoutBuyers(draft), cashier);
  }
  if (isLogin) meta.put(null, "session");
  meta.put({}, "logins");
  await tx.done;
  await backupStore.drop([...(isLogin ? ["meta:session"] : []), "meta:logins"]);
}

/** Return a draft without its buyers. */
function withoutBuyers(draft) {
  try {
    return JSON.stringify({ ...JSON.parse(draft), buyer: null, group: [] });
  } catch {
    return "";
  }
}
