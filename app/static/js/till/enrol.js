// Makes this device a till: runs the self-check, then exchanges the manager's code for a token. The code may be in the
// URL behind `#` (from the manager's QR): browsers do not send that part, so no server logs it.

import { Api } from "./api.js";
import { checkDevice, showChecks } from "./check.js";
import { askToPersist } from "./store.js";
import { BackupStore, restore } from "./backup_store.js";
import { openStores } from "./db.js";
import { Device } from "./device.js";
import { watchVersion } from "./update.js";

const { words, urls, version } = JSON.parse(document.getElementById("till-data").textContent);
const find = /** @type {Find} */ ((part) => document.querySelector(`#daftar [data-part="${part}"]`));
/** @type {Device} */
let device;

function say(sentence) {
  find("error").textContent = sentence;
  if (sentence) find("code").focus();
}

/** `7qk3 m9zd` → `7QK3-M9ZD`; also the part behind the `#` of the manager's URL. */
function tidy(text) {
  const plain = text
    .trim()
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
}

async function trade() {
  const code = tidy(find("code").value);
  if (!code) return say(words.enrol_code);
  say("");
  const button = find("form").querySelector("button");
  button.disabled = true;
  const name = find("name").value.trim();
  const answer = await new Api({ token: () => null }).post("/api/v1/enrol", { code, ...(name ? { name } : {}) });
  button.disabled = false;
  if (answer.offline) return say(words.enrol_offline);
  if (answer.status !== 201 || !answer.body.token) return say(answer.body.error || words.enrol_refused);
  try {
    await device.saveEnrolled({ token: answer.body.token, till: answer.body.till });
  } catch {
    return say(words.enrol_not_kept);
  }
  find("form").hidden = true;
  find("waiting").hidden = true;
  find("done").hidden = false;
  find("done-text").textContent = words.enrol_done
    .replace("{name}", answer.body.till.name)
    .replace("{booth}", answer.body.till.booth.name);
  find("done").querySelector("a").focus();
}

async function showState() {
  showChecks(find("check-list"), await checkDevice({ words, version }));
}

/** Show the form, unless this device lacks what a till needs: locks, starting without a network, storage. */
async function begin() {
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    trade();
  });
  const code = tidy(decodeURIComponent(location.hash.slice(1)));
  if (code) {
    find("code").value = code;
    history.replaceState(null, "", location.pathname);
  }
  try {
    const db = await openStores();
    const backupStore = new BackupStore();
    await restore(db, backupStore);
    device = await new Device(db, backupStore).load();
    const waiting = await db.count("queue");
    find("waiting").hidden = !waiting;
    find("waiting-text").textContent = words.enrol_waiting.replace("{count}", String(waiting));
  } catch {
    find("form").hidden = true;
    find("waiting").hidden = false;
    find("waiting-text").textContent = words.closed_store_text;
  }
  if (!window.isSecureContext || !crypto.subtle) {
    find("form").hidden = true;
    find("waiting").hidden = false;
    find("waiting-text").textContent = words.enrol_insecure;
  }
  await askToPersist();
  await watchVersion({ url: urls.worker, onWaiting: () => {} });
  await showState();
  navigator.serviceWorker?.ready.then(showState);
  document.getElementById("daftar").dataset.ready = "1";
}

begin();
