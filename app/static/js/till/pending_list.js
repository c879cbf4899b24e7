// Shows on the sign-in pages how many sales in this browser are not sent yet, so that nobody thinks them lost. It only
// reads the stores and does not create them.

import { BackupStore, COPIES } from "./backup_store.js";
import { openExisting } from "./db.js";

/** Return unsent items by id, from the stores and the second copy, each item once. */
async function findUnsent() {
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
  const kinds = [...(await findUnsent()).values()];
  const receipts = kinds.filter((kind) => kind !== "shift").length;
  const { one, many, cash } = box.dataset;
  const sentence = receipts === 1 ? one : receipts ? many : cash;
  box.querySelector("p").textContent = kinds.length ? sentence.replace("{count}", String(receipts)) : "";
  box.hidden = !kinds.length;
}

addEventListener("pageshow", () => show().catch(() => {})); // also after the back/forward cache
