// On the page to sign in: nobody is signed in here, so nothing a login till knew of people stays, and none opens again
// without a network. A till still open in another tab closes.

import { BackupStore } from "./backup_store.js";
import { openExisting } from "./db.js";
import { forgetCashier } from "./forget.js";
import { CHANNEL } from "./outbox.js";
import { OPEN } from "./session.js";

async function leave() {
  sessionStorage.removeItem(OPEN);
  if (typeof BroadcastChannel === "function") new BroadcastChannel(CHANNEL).postMessage("signed out");
  const db = await openExisting();
  if (!db) return;
  try {
    await forgetCashier(db, new BackupStore());
  } finally {
    db.close();
  }
}

leave().finally(() => {
  document.documentElement.dataset.forgotten = "1";
});
