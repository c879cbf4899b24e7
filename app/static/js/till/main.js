// The till: boot and wiring. What the parts promise each other:
//
// desk = new Desk({ root, data, device, session, queue, api, store })   (desk.js; everything inside _desk.html)
//   desk.isEmpty      nothing is being written      desk.pause()            locked: no key, no scan, the note stays
//   desk.say(text)    message bar and live region   desk.resume(session)    go on, with that cashier's own draft
// data    { words, urls } as the page carries them (words: app/web/cashier/words.py)
// device  { id, name, kind: "enrolled"|"login", booth: { id, name, mode: "cash"|"record" }, city, demo,
//           month: { period, until } }; the token stays inside queue and api, but receipts: `await device.token()`
// session { cashier: username, name, shift: uuid|null }: who sells now; handed anew to desk.resume
// queue   put({ kind: "sale"|"void"|"shift", item: exact JSON for the server }) -> Promise of { id, state: "waiting" },
//           resolved only when the device holds it for good; rejected with an Error whose message is the sentence to
//           show: then the desk says it and keeps the note. Voids go through it as well, offline too.
//         onChange(listener), listener({ waiting, aside, sending, offline, at }) now and at every change
//         onAnswer(listener), listener({ id, kind, result, receipt, month, flags, errors }) when the server has answered
// api     get(path, { etag }) / post(path, body) -> { status, body, etag } with the till's token; { offline: true } when
//           nobody answered or what answered was not our server (captive portal). Never throws.
// store   the caches, in memory once the till is open and renewed by refresh.js (start, every 10 minutes, by ETag):
//         catalogue() -> [{ id, name, maker, price, category, favourite, barcode }]
//         buyers() -> the body of GET /api/v1/till/buyers or null; standings() -> that of GET /api/v1/till/standings or null
//         onChange(listener), listener("catalogue"|"buyers"|"standings")
//         done() -> Promise of today's own notes [{ id, receipt, amount, at, result, employee, void_of? }] (no name, no NIP)
//         keepDraft(cashier, note) (at once, never fails), readDraft(cashier) -> note or null

import { Desk } from "./desk.js";
import { Kept, Sender, Turned } from "./send.js";

const root = document.getElementById("till");
const data = JSON.parse(document.getElementById("till-data").textContent);
const { words } = data;
const find = (part) => document.querySelector(`[data-part="${part}"]`);
const kept = new Kept(data.shift);
const session = { cashier: data.cashier, shift: data.shift };
let isLeaving = false; // to sign in again, in this very tab: what is kept stays with the tab

function showState(state, status = 0) {
  const shown = find("state");
  shown.dataset.state = state;
  const clock = new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit" }).format(new Date());
  const text = { resting: words.all_kept.replace("{time}", clock), sending: words.sending, waiting: status ? words.sign_in_again : words.unsent };
  shown.querySelector("span").textContent = text[state];
  find("retry").hidden = state !== "waiting";
  find("sign-in").hidden = !status;
}

const sender = new Sender({ url: data.urls.sell, kept, onState: showState });

async function put({ item }) {
  let answer;
  try {
    answer = await sender.send(item);
  } catch (error) {
    throw new Error(error instanceof Turned && error.message ? error.message : words.refused);
  }
  if (answer.result === "refused" || answer.result === "conflict") {
    throw new Error([words[`result_${answer.result}`], ...Object.values(answer.errors || {})].join(" "));
  }
  return answer;
}

const store = {
  catalogue: () => data.products,
  keepDraft: (_cashier, note) => kept.write({ note }),
  readDraft: () => kept.read().note || null,
};
const before = kept.read().note;
const desk = new Desk({ root, data, device: { booth: { mode: data.mode } }, session, queue: { put }, api: null, store });
if (before) kept.write({ note: before });
desk.resume(session);

find("retry").querySelector("button").addEventListener("click", () => sender.hurry());
find("sign-in").addEventListener("click", () => { isLeaving = true; });
// A note on its way survives a reload, not a closed tab.
window.addEventListener("beforeunload", (event) => {
  if (desk.frozen && !isLeaving) event.preventDefault();
});
if (sender.pending) desk.sendAgain(sender.pending);
root.dataset.ready = "1";
