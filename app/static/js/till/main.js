// The till: puts the parts together. Scan or type a buyer, tap goods, one key to save.

import { Answer } from "./answer.js";
import { Finder } from "./buyer.js";
import { addFree, addProduct, change, emptyNote, obstacle, restSentence, setQuantity, toSale, total } from "./cart.js";
import { Goods, listenToFreeLine } from "./goods.js";
import { Pay } from "./pay.js";
import { listenForScans } from "./scan.js";
import { instant, Kept, newId, receiptNumber, Sender, Turned } from "./send.js";

const root = document.getElementById("till");
const data = JSON.parse(document.getElementById("till-data").textContent);
const { words, urls } = data;
const find = (part) => root.querySelector(`[data-part="${part}"]`);
const kept = new Kept(data.shift);

let note = emptyNote();
let isLeaving = false; // to sign in again, in this very tab: what is kept stays with the tab
let frozen = null; // the note as it was sent, while no answer has come

function say(sentence, { quiet = false } = {}) {
  const live = find("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });
  if (quiet) return;
  const bar = find("message");
  bar.hidden = !sentence;
  bar.querySelector("span").textContent = sentence;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { bar.hidden = true; }, 7000);
}

function draw() {
  const buyer = note.buyer;
  find("finder").hidden = Boolean(buyer);
  find("buyer").hidden = !buyer;
  if (buyer) {
    find("buyer-name").textContent = buyer.name;
    find("buyer-line").textContent = buyer.line;
    find("buyer-confirm").hidden = !buyer.unconfirmed;
    find("buyer").dataset.kind = buyer.kind;
    find("rest-again").hidden = !restSentence(buyer.rest, words);
  }
  pay.draw(note);
  kept.write({ note });
}

function update(next) {
  if (frozen) return say(words.wait_for_answer);
  note = next;
  draw();
}

function pick(buyer) {
  if (frozen) return say(words.wait_for_answer);
  if (answer.isOpen) answer.close();
  const other = note.buyer && JSON.stringify(note.buyer.ref) !== JSON.stringify(buyer.ref);
  if (other && note.lines.length) return say(words.unsaved.replace("{name}", note.buyer.name));
  note = { ...note, buyer };
  draw();
  const remains = showRest();
  say([buyer.name, buyer.line, remains].filter(Boolean).join(". "), { quiet: true });
  if (buyer.unconfirmed) find("confirm").focus();
  else if (document.activeElement === finder.input || document.activeElement === document.body) find("goods").focus({ preventScroll: true });
}

/** What remains, small and on the cashier's side; it leaves by itself, for the queue looks on. */
function showRest() {
  const rest = find("buyer-rest");
  rest.textContent = restSentence(note.buyer?.rest, words);
  rest.classList.remove("fades-away");
  void rest.offsetWidth; // starts the fading anew
  rest.classList.add("fades-away");
  return rest.textContent;
}

function pickPublic() {
  finder.clear();
  pick({ ref: { public: true }, name: words.public_buyer, line: words.public_line, rest: null, kind: "public" });
}

function addGoods(product, byHand = false) {
  if (answer.isOpen) answer.close();
  update(addProduct(note, product));
  say(words.added.replace("{name}", product.name), { quiet: true });
  // A tap must not leave Enter on the product button: the next key is to save.
  if (byHand) root.querySelector(".save").focus({ preventScroll: true });
}

function clearNote() {
  if (frozen) return say(words.wait_for_answer);
  finder.clear();
  note = emptyNote();
  root.dataset.step = "1";
  draw();
  finder.input.focus();
}

async function save(payment) {
  if (answer.isOpen) return answer.close();
  if (frozen) return sender.hurry();
  const why = obstacle(note, payment);
  if (why) {
    say(words[why]);
    if (why === "no_buyer") {
      root.dataset.step = "1";
      finder.input.focus();
    }
    return;
  }
  const sale = toSale(note, { id: newId(), soldAt: instant(), cashier: data.cashier, shift: data.shift, payment });
  await send(sale, note, payment);
}

async function send(sale, sent, payment) {
  frozen = sent;
  kept.write({ note: sent });
  root.setAttribute("aria-busy", "true");
  let result;
  try {
    result = await sender.send(sale);
  } catch (error) {
    frozen = null;
    say(error instanceof Turned && error.message ? error.message : words.refused);
    return;
  } finally {
    root.removeAttribute("aria-busy");
  }
  frozen = null;
  if (result.result === "refused" || result.result === "conflict") {
    return say([words[`result_${result.result}`], ...Object.values(result.errors || {})].join(" "));
  }
  const back = payment === "cash" ? change(sent) : null;
  note = emptyNote();
  draw();
  answer.show({
    id: sale.id,
    receipt: result.receipt || receiptNumber(sale.id),
    result: result.result === "parked" ? "parked" : "recorded",
    buyer: sent.buyer.name,
    total: total(sent),
    change: back,
    rest: result.result === "parked" ? "" : restSentence(sent.buyer.rest, words, total(sent)),
    url: urls.receipt.replace("00000000-0000-4000-8000-000000000000", sale.id),
  });
}

function showState(state, status = 0) {
  const shown = document.querySelector("[data-part=state]");
  shown.dataset.state = state;
  const clock = new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit" }).format(new Date());
  const text = { resting: words.all_kept.replace("{time}", clock), sending: words.sending, waiting: status ? words.sign_in_again : words.unsent };
  shown.querySelector("span").textContent = text[state];
  find("retry").hidden = state !== "waiting";
  find("sign-in").hidden = !status;
}

const inField = (target) => target.matches("input, textarea, select");

function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const { key, target } = event;
  if (key === "F9" || (key === "Enter" && isFree(target))) save(data.payment);
  else if (key === "F2") pickPublic();
  else if (key === "F4") clearNote();
  else if (key === "Escape" && answer.isOpen) answer.close();
  else if (event.altKey && /^[1-9]$/.test(key)) goods.tapNth(Number(key));
  else if ((key === "+" || key === "-") && !inField(target) && note.lines.length) {
    const at = note.lines.length - 1;
    update(setQuantity(note, at, note.lines[at].quantity + (key === "+" ? 1 : -1)));
  } else return;
  event.preventDefault();
}

/** Enter saves where it has no other meaning: on the page itself, in an empty search, in the cash field. */
function isFree(target) {
  if (target === finder.input) return !target.value.trim();
  return target === document.body || target === pay.cash || target === find("goods");
}

const barcodes = new Map(data.products.filter((one) => one.barcode).map((one) => [one.barcode, one]));
const answer = new Answer({
  panel: find("answer"), last: find("last"), urls, words, cashier: data.cashier,
  on: { say, next: () => { root.dataset.step = "1"; draw(); finder.input.focus({ preventScroll: true }); } },
});
const finder = new Finder({
  input: find("search"), list: find("hits"), url: urls.buyers, barcodes, words,
  on: { pick, product: addGoods, say },
});
const goods = new Goods({ grid: find("goods"), tabs: find("tabs"), catalogue: data.products, words, onProduct: addGoods });
const pay = new Pay({
  root: find("note"), mode: data.mode, words,
  on: {
    quantity: (at, count) => (Number.isNaN(count) ? draw() : update(setQuantity(note, at, count))),
    given: (given) => update({ ...note, given }),
    save,
  },
});
const sender = new Sender({ url: urls.sell, kept, onState: showState });

listenToFreeLine(find("free"), words, { say, add: (line) => update(addFree(note, line)) });
listenForScans((code) => {
  if (answer.isOpen) answer.close();
  finder.scan(code);
});
document.addEventListener("keydown", pressed);
find("public").addEventListener("click", pickPublic);
find("change-buyer").addEventListener("click", () => {
  update({ ...note, buyer: null });
  finder.input.focus();
});
find("confirm").addEventListener("click", () => {
  update({ ...note, buyer: { ...note.buyer, unconfirmed: false } });
  find("goods").focus({ preventScroll: true });
});
find("rest-again").addEventListener("click", () => say(showRest(), { quiet: true }));
find("clear").addEventListener("click", clearNote);
find("retry").querySelector("button").addEventListener("click", () => sender.hurry());
find("sign-in").addEventListener("click", () => { isLeaving = true; });
for (const button of document.querySelectorAll("[data-step-to]")) {
  button.addEventListener("click", () => { root.dataset.step = button.dataset.stepTo; window.scrollTo(0, 0); });
}

// A note on its way survives a reload, not a closed tab.
window.addEventListener("beforeunload", (event) => {
  if (frozen && !isLeaving) event.preventDefault();
});

// After a reload: what was being written is still there, what was being sent is sent again under its number.
const before = kept.read();
if (before.note?.lines) note = before.note;
draw();
if (sender.pending) send(sender.pending, note, sender.pending.payment);
else if (!note.buyer) finder.input.focus({ preventScroll: true });
root.dataset.ready = "1";
