// On the sign-in page nobody is signed in: deletes the people's data of a login till, which then cannot open without a
// network, and closes a till that is open in another tab.

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
