// The self-check: the features of this device, in plain words. Each check: { name, text, state: "good"|"warn"|"bad" }.

import { spanText } from "./ids.js";

const MEGABYTE = 1024 * 1024;

/** Run all checks. `clock`: error of the device's clock in seconds, or null; `version`: the page's version.
 *  @param {{ words: Words, clock?: number | null, version?: string }} given */
export async function checkDevice({ words, clock = null, version = "" }) {
  const checks = await Promise.all([storage(words), offline(words), camera(words)]);
  return [
    ...checks,
    clockCheck(words, clock),
    lockCheck(words),
    { name: words.check_version, text: version, state: "good" },
  ];
}

async function storage(words) {
  const check = { name: words.check_storage, state: "warn", text: words.check_storage_unknown };
  try {
    const [isKept, { usage, quota }] = await Promise.all([navigator.storage.persisted(), navigator.storage.estimate()]);
    const text = isKept ? words.check_storage_kept : words.check_storage_loose;
    const inMegabytes = (size) => String(Math.round(size / MEGABYTE));
    return {
      ...check,
      state: isKept ? "good" : "warn",
      text: text.replace("{used}", inMegabytes(usage)).replace("{quota}", inMegabytes(quota)),
    };
  } catch {
    return check;
  }
}

async function offline(words) {
  if (!navigator.serviceWorker) return { name: words.check_offline, state: "bad", text: words.check_offline_no };
  const registration = await navigator.serviceWorker.getRegistration().catch(() => null);
  const isReady = Boolean(registration?.active);
  return {
    name: words.check_offline,
    state: isReady ? "good" : "warn",
    text: isReady ? words.check_offline_yes : words.check_offline_soon,
  };
}

async function camera(words) {
  if (!navigator.mediaDevices) return { name: words.check_camera, state: "warn", text: words.check_camera_no };
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const has = devices.some((one) => one.kind === "videoinput");
  return {
    name: words.check_camera,
    state: has ? "good" : "warn",
    text: has ? words.check_camera_yes : words.check_camera_none,
  };
}

function clockCheck(words, off) {
  if (off === null) return { name: words.check_clock, state: "warn", text: words.check_clock_unknown };
  const minutes = Math.round(Math.abs(off) / 60);
  if (minutes < 2) return { name: words.check_clock, state: "good", text: words.check_clock_good };
  return { name: words.check_clock, state: "bad", text: words.check_clock_bad.replace("{span}", spanText(off, words)) };
}

function lockCheck(words) {
  const can = Boolean(crypto.subtle);
  return {
    name: words.check_lock,
    state: can ? "good" : "bad",
    text: can ? words.check_lock_yes : words.check_lock_no,
  };
}

/** Write the checks into a list: mark, name, words. */
export function showChecks(list, checks) {
  const marks = { good: "✓", warn: "▲", bad: "✕" };
  list.replaceChildren(
    ...checks.map(({ name, text, state }) => {
      const row = document.createElement("li");
      row.dataset.state = state;
      const part = (tag, content, className = "") => {
        const made = Object.assign(document.createElement(tag), { textContent: content, className });
        row.append(made);
        return made;
      };
      part("span", marks[state], "check-mark").setAttribute("aria-hidden", "true");
      part("b", name);
      part("span", text);
      return row;
    }),
  );
}
