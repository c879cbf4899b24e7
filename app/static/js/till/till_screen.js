// The selling screen, on which a cashier writes receipts. Its interface: app/types/screen_parts.d.ts.

import { describeSale } from "./sale_result.js";
import {
  addProduct,
  change,
  emptyReceipt,
  obstacle,
  pieces,
  restSentence,
  setQuantity,
  toSale,
  total,
} from "./cart.js";
import { compose, stock, announceAdded } from "./compose.js";
import { instant } from "./ids.js";
import { BuyerLookup } from "./buyer_lookup.js";
import { cameraOf, slipsOf } from "./later.js";
import { allReceipts, emptyGroup, nextBuyer, placeOf, takeBack, groupObstacle, groupTotal } from "./group_sale.js";
import { Announcer } from "./announcer.js";

const IDLE = 90000; // milliseconds after which a buyer without goods is dropped
const ECHO = 3000; // milliseconds in which the same buyer again is the same scan, and is ignored

export class TillScreen {
  constructor({ root, data, device, session, outbox, api, store }) {
    Object.assign(this, { root, data, device, session, outbox, api, store, words: data.words });
    this.find = (part) => root.querySelector(`[data-part="${part}"]`);
    this.receipt = emptyReceipt();
    this.group = emptyGroup();
    this.frozen = false; // true while the device is storing a sale
    this.isPaused = false;
    this.announcer = new Announcer({ bar: this.find("message"), live: this.find("live") });
    this.buyerLookup = new BuyerLookup({ store, outbox, api });
    root.dataset.mode = device.booth.mode;
    this.payment = device.booth.mode === "cash" ? "cash" : "none";
    compose(this);
    stock(this);
    store.onChange((name) => name === "catalogue" && stock(this));
    outbox.onAnswer((reply) => this.saleResult.showAnswer(reply));
    // Not drawn yet: `resume` first reads the stored draft, and drawing an empty receipt would discard it.
  }

  /** Whether no receipt is being written, so that the page may be reloaded or locked without asking. */
  get isEmpty() {
    return !this.frozen && !this.receipt.buyer && !this.receipt.lines.length && !this.group.length;
  }

  /** Ignore keys and scans while the till is locked or a panel is open; the receipt stays. */
  pause() {
    this.isPaused = true;
    this.camera?.close();
    this.find("slips").close();
  }

  /** Show the screen for this cashier, with that person's unfinished receipt. */
  resume(session) {
    if (session.cashier !== this.session.cashier) this.saleResult.forget(); // it is the other cashier's receipt
    this.session = session;
    this.isPaused = false;
    const draft = this.store.readDraft(session.cashier);
    this.receipt = emptyReceipt();
    if (draft?.lines)
      this.receipt = { id: draft.id || this.receipt.id, buyer: draft.buyer, lines: draft.lines, given: draft.given };
    this.group = draft?.visit || emptyGroup();
    this.draw();
    if (!this.receipt.buyer) this.finder.seek();
  }

  /** Say a sentence: shown for a while, and read aloud. */
  say(sentence, { quiet = false } = {}) {
    this.announcer.say(sentence, { quiet });
  }

  draw() {
    this.pay.draw(this.receipt, this.group);
    this.#drawBuyer();
  }

  #drawBuyer() {
    this.buyerPanel.draw(this.receipt.buyer);
    this.finder.input.placeholder = this.group.length ? this.words.find_next : this.words.find;
    this.pay.mark(this.#obstacle(this.payment));
    this.find("add-buyer").hidden = Boolean(groupObstacle(this.group, this.receipt));
    this.store.saveDraft(this.session.cashier, { ...this.receipt, visit: this.group });
    clearTimeout(this.idle);
    const isForgotten = this.receipt.buyer && !this.receipt.lines.length && !this.group.length;
    if (isForgotten) this.idle = setTimeout(() => this.clear(), IDLE);
  }

  update(next, group = this.group) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    this.announcer.hush(); // the next act ends a sentence about the previous receipt
    this.receipt = next;
    this.group = group;
    this.draw();
  }

  /** Put a found buyer on the receipt. */
  pick(found) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    if (this.saleResult.isOpen) this.saleResult.close();
    const { receipt, words } = this;
    const isSame = receipt.buyer && JSON.stringify(receipt.buyer.ref) === JSON.stringify(found.ref);
    if (isSame && Date.now() - this.pickedAt < ECHO) return;
    if (isSame) return this.say(words.already_here.replace("{name}", found.name));
    if (receipt.buyer && receipt.lines.length) return this.say(words.unsaved.replace("{name}", receipt.buyer.name));
    const place = placeOf(this.group, found.ref);
    if (place >= 0) {
      this.takeBack(place);
      return this.say(words.already_paid_for.replace("{name}", found.name));
    }
    const { employee } = found.ref;
    this.pickedAt = Date.now();
    this.announcer.hush();
    this.receipt = { ...receipt, buyer: { ...found, ...this.buyerLookup.of(employee), before: pieces(receipt) } };
    this.draw();
    this.buyerPanel.showRest();
    this.camera?.showText(found.name);
    this.say(this.buyerPanel.spoken(this.receipt.buyer), { quiet: true });
    if (employee) this.#askServer(employee);
    const { activeElement: focused } = document;
    const isFree = [this.finder.input, this.find("finder"), document.body].some((one) => one === focused);
    if (this.buyerPanel.question) this.buyerPanel.question.focus({ preventScroll: true });
    else if (isFree) this.find("goods").focus({ preventScroll: true });
  }

  pickPublic() {
    this.finder.clear();
    this.pick({ ref: { public: true }, name: this.words.public_buyer, line: this.words.public_line, kind: "public" });
  }

  addGoods(product, byHand = false) {
    if (this.saleResult.isOpen) this.saleResult.close();
    this.goOnWith(addProduct(this.receipt, product));
    announceAdded(this, product);
    // A tap must not leave Enter on the product button: the next key is to save.
    if (byHand) this.root.querySelector(".save").focus({ preventScroll: true });
  }

  /** Show the receipt with added goods; adding goods also confirms a buyer who bought today already. */
  goOnWith(receipt) {
    this.update(receipt.buyer?.served ? { ...receipt, buyer: { ...receipt.buyer, goesOn: true } } : receipt);
  }

  /** Change the quantity of the last line by `by`. */
  stepLast(by) {
    const at = this.receipt.lines.length - 1;
    this.beforeStep = this.receipt;
    if (at >= 0) this.update(setQuantity(this.receipt, at, this.receipt.lines[at].quantity + by));
  }

  /** Empty the receipt; if it is empty already, drop the group sale's other receipts, too. */
  clear() {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    const isWritten = this.receipt.buyer || this.receipt.lines.length;
    this.lookForBuyer(emptyReceipt(), isWritten ? this.group : emptyGroup());
  }

  /** Add this receipt to the group sale, and begin the next buyer's. */
  addBuyer() {
    const why = groupObstacle(this.group, this.receipt);
    if (why) return this.#explain(why);
    const { group, receipt } = nextBuyer(this.group, /** @type {PendingReceipt} */ (this.receipt));
    this.lookForBuyer(receipt, group);
    this.announcer.hush();
    this.say(this.words.next_person, { quiet: true });
  }

  async save(named) {
    if (this.saleResult.isOpen) return this.saleResult.close();
    if (this.frozen) return this.say(this.words.wait_for_answer);
    const payment = named === "default" ? this.payment : named;
    const why = this.#obstacle(payment);
    if (why) return this.#explain(why);
    const doubt = this.pay.doubt(payment, this.receipt);
    if (doubt) return this.say(doubt);
    const receipts = /** @type {GroupSale} */ (allReceipts(this.group, this.receipt));
    const { cashier, shift } = this.session;
    const soldAt = instant();
    const sales = receipts.map((receipt) => toSale(receipt, { soldAt, cashier, shift, payment }));
    this.frozen = true;
    this.root.setAttribute("aria-busy", "true");
    try {
      await this.put(sales.map((item) => ({ kind: "sale", item })));
    } catch (error) {
      return this.say(error.message || this.words.refused);
    } finally {
      this.frozen = false;
      this.root.removeAttribute("aria-busy");
    }
    this.#done(sales, receipts, payment);
  }

  /** Show the sale as done; called only after the device has stored it. */
  #done(sales, receipts, payment) {
    const due = receipts.reduce((sum, receipt) => sum + total(receipt), 0);
    const back = payment === "cash" ? change(this.receipt, due) : null;
    sales.forEach((sale, at) => this.buyerLookup.sold(sale, total(receipts[at])));
    this.receipt = emptyReceipt();
    this.group = emptyGroup();
    this.draw();
    this.announcer.hush();
    this.saleResult.show({
      total: due,
      change: back,
      cashier: this.session.cashier,
      cashierName: this.session.name || this.session.cashier,
      receipts: receipts.map((receipt, at) => describeSale(receipt, sales[at], this.words)),
    });
  }

  /** Store items in the outbox: all of them, or none. */
  put(items) {
    return items.length === 1 ? this.outbox.put(items[0]) : this.outbox.putAll(items);
  }

  /** Return why the sale cannot be saved yet; an empty last receipt of a group sale does not count. */
  #obstacle(payment) {
    const due = groupTotal(this.group, this.receipt);
    const last = allReceipts(this.group, this.receipt).at(-1) || this.receipt;
    return obstacle({ ...last, given: this.receipt.given }, payment, due);
  }

  #explain(why) {
    this.say(this.words[why]);
    const { question } = this.buyerPanel;
    if (why === "no_buyer" || question) this.root.dataset.step = "1";
    if (why === "no_buyer") this.finder.seek();
    else question?.focus();
  }

  /** Reopen a receipt of the group sale. */
  takeBack(at) {
    if (this.receipt.buyer && !this.receipt.lines.length) this.receipt = { ...this.receipt, buyer: null };
    const why = this.receipt.lines.length ? groupObstacle(this.group, this.receipt) : null;
    if (why) return this.say(this.words[why]);
    const { group, receipt } = takeBack(this.group, at, this.receipt);
    this.update(receipt, group);
  }

  /** Show this receipt with an empty search, ready for the next person. */
  lookForBuyer(receipt, group) {
    this.finder.clear();
    this.catalogueGrid.search.clear();
    this.root.dataset.step = "1";
    this.update(receipt, group);
    this.finder.seek();
    window.scrollTo(0, 0);
    this.root.querySelector(".till-left").scrollTop = 0; // two columns: each scrolls by itself
  }

  /** Ask the server what the buyer still has to buy, while the cashier goes on. */
  async #askServer(employee) {
    const fresh = await this.buyerLookup.ask(employee);
    const { buyer } = this.receipt;
    if (!fresh || !buyer || this.frozen || buyer.ref.employee !== employee) return;
    const isNews = restSentence(fresh.rest, this.words) !== restSentence(buyer.rest, this.words);
    // A cashier who has added goods for this buyer by now has already decided to go on.
    const goesOn = buyer.goesOn || (!buyer.served && pieces(this.receipt) > (buyer.before || 0));
    const served = buyer.served || fresh.served;
    this.receipt = { ...this.receipt, buyer: { ...buyer, rest: fresh.rest, served, goesOn } };
    this.#drawBuyer(); // not the lines: a quantity may be half typed
    if (isNews) this.buyerPanel.showRest();
  }

  /** Record the answer to the question about the buyer. */
  answered(answer) {
    this.update({ ...this.receipt, buyer: { ...this.receipt.buyer, ...answer } });
    (this.buyerPanel.question || this.find("goods")).focus({ preventScroll: true });
  }

  /** Handle a code from scanner or camera. `isWithSign`: it began with a key that changes the last quantity. */
  scanned(code, isWithSign = false) {
    if (this.isPaused) return;
    this.find("slips").close();
    if (this.saleResult.isOpen) this.saleResult.close();
    if (isWithSign && this.beforeStep?.id === this.receipt.id) this.update(this.beforeStep);
    this.beforeStep = null;
    this.finder.scan(code);
  }

  /** Show the receipts of a group sale; `after` runs when they are closed. */
  async print(done, after) {
    const slips = await slipsOf(this);
    return slips ? slips.show(done, after) : this.say(this.words.not_yet_here);
  }

  /** Open or close the camera. */
  async toggleCamera() {
    const camera = await cameraOf(this);
    if (!camera) return this.say(this.words.not_yet_here);
    return camera.isOpen ? camera.close() : camera.open();
  }
}
