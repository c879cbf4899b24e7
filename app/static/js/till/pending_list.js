// On the pages before the till: sales still wait in this browser. Whoever is asked to sign in again must not think them
// lost. Reads only, makes nothing, and shows no more than their number.

import { BackupStore, COPIES } from "./backup_store.js";
import { openExisting } from "./db.js";

/** What waits, by id: from the stores and from the second copy, each item once. */
async function findWaiting() {
  const kinds = new Map();
  const done = new Set();
  const db = await openExisting();
  try {
    for (const entry of (await db?.getAll("queue")) || []) kinds.set(entry.id, entry.kind);
    for (const id of (await db?.getAllKeys("done")) || []) done.add(id);
  } finally {
    db?.close();
  }
  if (!(await globalThis.caches?.has(COPIES))) return kinds;
  for (const [name, entry] of await new BackupStore().read()) {
    if (name.startsWith("queue:") && !done.has(entry.id)) kinds.set(entry.id, entry.kind);
  }
  return kinds;
}

async function show() {
  const box = document.getElementById("belum-terkirim");
  const kinds = [...(await findWaiting()).values()];
  const receipts = kinds.filter((kind) => kind !== "shift").length;
  const { one, many, cash } = box.dataset;
  const sentence = receipts === 1 ? one : receipts ? many : cash;
  box.querySelector("p").textContent = kinds.length ? sentence.replace("{count}", String(receipts)) : "";
  box.hidden = !kinds.length;
}

addEventListener("pageshow", () => show().catch(() => {})); // also when the page comes back from the browser's memory
