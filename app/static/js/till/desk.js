// The desk: where a note is written. Scan or type a buyer, tap goods, one key to save.

import { Answer } from "./answer.js";
import { Finder } from "./buyer.js";
import { addFree, addProduct, change, emptyNote, obstacle, restSentence, setQuantity, toSale, total } from "./cart.js";
import { Goods, listenToFreeLine } from "./goods.js";
import { Pay } from "./pay.js";
import { listenForScans } from "./scan.js";
import { instant, newId, receiptNumber } from "./send.js";

const inField = (target) => target.matches("input, textarea, select");

/** One desk per page. What it is given and what it answers: see the head of main.js. */
export class Desk {
  constructor({ root, data, device, session, queue, api, store }) {
    Object.assign(this, { root, data, device, session, queue, api, store, words: data.words });
    this.find = (part) => root.querySelector(`[data-part="${part}"]`);
    this.note = emptyNote();
    this.frozen = null; // the note as it was handed to the queue, until the device has it for good
    this.isPaused = false;
    root.dataset.mode = device.booth.mode;
    this.payment = device.booth.mode === "cash" ? "cash" : "none";
    this.#furnish();
    this.#listen();
    this.draw();
  }

  /** Whether nothing is being written: then the page may be renewed or locked without asking. */
  get isEmpty() {
    return !this.frozen && !this.note.buyer && !this.note.lines.length;
  }

  /** Locked: keys and scans do nothing; the note stays. */
  pause() {
    this.isPaused = true;
  }

  /** Somebody is at the desk (again): go on with that person's note. */
  resume(session) {
    this.session = session;
    this.isPaused = false;
    const kept = this.store.readDraft(session.cashier);
    this.note = kept?.lines ? kept : emptyNote();
    this.draw();
    if (!this.note.buyer) this.finder.input.focus({ preventScroll: true });
  }

  /** Say a sentence: shown for a while, and read aloud. */
  say(sentence, { quiet = false } = {}) {
    const live = this.find("live");
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = sentence; });
    if (quiet) return;
    const bar = this.find("message");
    bar.hidden = !sentence;
    bar.querySelector("span").textContent = sentence;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { bar.hidden = true; }, 7000);
  }

  draw() {
    const { buyer } = this.note;
    this.find("finder").hidden = Boolean(buyer);
    this.find("buyer").hidden = !buyer;
    if (buyer) {
      this.find("buyer-name").textContent = buyer.name;
      this.find("buyer-line").textContent = buyer.line;
      this.find("buyer-confirm").hidden = !buyer.unconfirmed;
      this.find("buyer").dataset.kind = buyer.kind;
      this.find("rest-again").hidden = !restSentence(buyer.rest, this.words);
    }
    this.pay.draw(this.note);
    this.store.keepDraft(this.session.cashier, this.note);
  }

  update(next) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    this.note = next;
    this.draw();
  }

  pick(buyer) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    if (this.answer.isOpen) this.answer.close();
    const { note } = this;
    const other = note.buyer && JSON.stringify(note.buyer.ref) !== JSON.stringify(buyer.ref);
    if (other && note.lines.length) return this.say(this.words.unsaved.replace("{name}", note.buyer.name));
    this.note = { ...note, buyer };
    this.draw();
    const remains = this.showRest();
    this.say([buyer.name, buyer.line, remains].filter(Boolean).join(". "), { quiet: true });
    if (buyer.unconfirmed) this.find("confirm").focus();
    else if ([this.finder.input, document.body].includes(document.activeElement)) this.find("goods").focus({ preventScroll: true });
  }

  /** What remains, small and on the cashier's side; it leaves by itself, for the queue looks on. */
  showRest() {
    const rest = this.find("buyer-rest");
    rest.textContent = restSentence(this.note.buyer?.rest, this.words);
    rest.classList.remove("fades-away");
    void rest.offsetWidth; // starts the fading anew
    rest.classList.add("fades-away");
    return rest.textContent;
  }

  pickPublic() {
    this.finder.clear();
    this.pick({ ref: { public: true }, name: this.words.public_buyer, line: this.words.public_line, rest: null, kind: "public" });
  }

  addGoods(product, byHand = false) {
    if (this.answer.isOpen) this.answer.close();
    this.update(addProduct(this.note, product));
    this.say(this.words.added.replace("{name}", product.name), { quiet: true });
    // A tap must not leave Enter on the product button: the next key is to save.
    if (byHand) this.root.querySelector(".save").focus({ preventScroll: true });
  }

  clearNote() {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    this.finder.clear();
    this.note = emptyNote();
    this.root.dataset.step = "1";
    this.draw();
    this.finder.input.focus();
  }

  async save(named) {
    if (this.answer.isOpen) return this.answer.close();
    if (this.frozen) return this.say(this.words.wait_for_answer);
    const payment = named === "default" ? this.payment : named;
    const why = obstacle(this.note, payment);
    if (why) {
      this.say(this.words[why]);
      if (why === "no_buyer") {
        this.root.dataset.step = "1";
        this.finder.input.focus();
      }
      return;
    }
    const { cashier, shift } = this.session;
    const sale = toSale(this.note, { id: newId(), soldAt: instant(), cashier, shift, payment });
    await this.#keep(sale, this.note, payment);
  }

  /** A sale of before the reload goes on. */
  async sendAgain(sale) {
    await this.#keep(sale, this.note, sale.payment);
  }

  /** Hand the sale to the queue; only what the device holds for good is shown as done. */
  async #keep(sale, sent, payment) {
    this.frozen = sent;
    this.root.setAttribute("aria-busy", "true");
    let kept;
    try {
      kept = await this.queue.put({ kind: "sale", item: sale });
    } catch (error) {
      return this.say(error.message || this.words.refused);
    } finally {
      this.frozen = null;
      this.root.removeAttribute("aria-busy");
    }
    this.note = emptyNote();
    this.draw();
    const result = kept?.result === "parked" ? "parked" : "recorded";
    this.answer.show({
      id: sale.id,
      receipt: receiptNumber(sale.id),
      result,
      buyer: sent.buyer.name,
      total: total(sent),
      change: payment === "cash" ? change(sent) : null,
      rest: result === "parked" ? "" : restSentence(sent.buyer.rest, this.words, total(sent)),
      url: this.data.urls.receipt.replace("00000000-0000-4000-8000-000000000000", sale.id),
    });
  }

  #pressed(event) {
    if (this.isPaused || event.defaultPrevented || event.isComposing) return;
    const { key, target } = event;
    if (target.closest?.("[data-part=frame]")) return; // the frame's own panels: shift, self-check, lists
    if (key === "F9" || (key === "Enter" && this.#isFree(target))) this.save("default");
    else if (key === "F2") this.pickPublic();
    else if (key === "F4") this.clearNote();
    else if (key === "Escape" && this.answer.isOpen) this.answer.close();
    else if (event.altKey && /^[1-9]$/.test(key)) this.goods.tapNth(Number(key));
    else if ((key === "+" || key === "-") && !inField(target) && this.note.lines.length) {
      const at = this.note.lines.length - 1;
      this.update(setQuantity(this.note, at, this.note.lines[at].quantity + (key === "+" ? 1 : -1)));
    } else return;
    event.preventDefault();
  }

  /** Enter saves where it has no other meaning: on the page itself, in an empty search, in the cash field. */
  #isFree(target) {
    if (target === this.finder.input) return !target.value.trim();
    return target === document.body || target === this.pay.cash || target === this.find("goods");
  }

  #furnish() {
    const { words, data } = this;
    const products = this.store.catalogue();
    const say = (...said) => this.say(...said);
    const barcodes = new Map(products.filter((one) => one.barcode).map((one) => [one.barcode, one]));
    this.answer = new Answer({
      panel: this.find("answer"), last: this.find("last"), urls: data.urls, words, cashier: this.session.cashier,
      on: { say, next: () => { this.root.dataset.step = "1"; this.draw(); this.finder.input.focus({ preventScroll: true }); } },
    });
    this.finder = new Finder({
      input: this.find("search"), list: this.find("hits"), url: data.urls.buyers, barcodes, words,
      on: { pick: (buyer) => this.pick(buyer), product: (one) => this.addGoods(one), say },
    });
    this.goods = new Goods({
      grid: this.find("goods"), tabs: this.find("tabs"), catalogue: products, words,
      onProduct: (product, byHand) => this.addGoods(product, byHand),
    });
    this.pay = new Pay({
      root: this.find("note"), mode: this.device.booth.mode, words,
      on: {
        quantity: (at, count) => (Number.isNaN(count) ? this.draw() : this.update(setQuantity(this.note, at, count))),
        given: (given) => this.update({ ...this.note, given }),
        save: (payment) => this.save(payment),
      },
    });
    this.find("makers").replaceChildren(...[...new Set(products.map((one) => one.maker))].sort().map((name) => new Option("", name)));
    listenToFreeLine(this.find("free"), words, { say, add: (line) => this.update(addFree(this.note, line)) });
  }

  #listen() {
    listenForScans((code) => {
      if (this.isPaused) return;
      if (this.answer.isOpen) this.answer.close();
      this.finder.scan(code);
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
    this.find("public").addEventListener("click", () => this.pickPublic());
    this.find("change-buyer").addEventListener("click", () => {
      this.update({ ...this.note, buyer: null });
      this.finder.input.focus();
    });
    this.find("confirm").addEventListener("click", () => {
      this.update({ ...this.note, buyer: { ...this.note.buyer, unconfirmed: false } });
      this.find("goods").focus({ preventScroll: true });
    });
    this.find("rest-again").addEventListener("click", () => this.say(this.showRest(), { quiet: true }));
    this.find("clear").addEventListener("click", () => this.clearNote());
    for (const button of document.querySelectorAll("[data-step-to]")) {
      button.addEventListener("click", () => { this.root.dataset.step = button.dataset.stepTo; window.scrollTo(0, 0); });
    }
  }
}
