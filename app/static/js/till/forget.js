// Takes a cashier who has signed out off this device: names, units and what remains, session and login, also from the
// second copy. Never what is unsent, nor its copy: each item carries the token it goes out with.

import { STRICT } from "./db.js";

/** What an enrolled till keeps for its cashiers with a PIN stays. */
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

/** The goods of a receipt nobody saved, without whom they were for. */
function withoutBuyers(draft) {
  try {
    return JSON.stringify({ ...JSON.parse(draft), buyer: null, group: [] });
  } catch {
    return "";
  }
}
