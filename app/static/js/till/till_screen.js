// The selling screen: where receipts are written. What it is given and what it answers: app/types/screen_parts.d.ts.

import { tell } from "./sale_result.js";
import { addProduct, change, emptyNote, obstacle, pieces, restSentence, setQuantity, toSale, total } from "./cart.js";
import { compose, stock, tellAdded } from "./compose.js";
import { instant } from "./ids.js";
import { BuyerLookup } from "./buyer_lookup.js";
import { cameraOf, slipsOf } from "./later.js";
import { allNotes, emptyGroup, nextBuyer, placeOf, takeBack, groupObstacle, groupTotal } from "./group_sale.js";
import { Announcer } from "./announcer.js";

const IDLE = 90000; // milliseconds after which a buyer without goods is taken for gone
const ECHO = 3000; // milliseconds in which the same buyer again is the end of the same scan, nothing to speak of

export class TillScreen {
  constructor({ root, data, device, session, queue, api, store }) {
    Object.assign(this, { root, data, device, session, queue, api, store, words: data.words });
    this.find = (part) => root.querySelector(`[data-part="${part}"]`);
    this.note = emptyNote();
    this.visit = emptyGroup();
    this.frozen = false; // while the device has not yet kept what was handed to it
    this.isPaused = false;
    this.voice = new Announcer({ bar: this.find("message"), live: this.find("live") });
    this.known = new BuyerLookup({ store, queue, api });
    root.dataset.mode = device.booth.mode;
    this.payment = device.booth.mode === "cash" ? "cash" : "none";
    compose(this);
    this.#listen();
    stock(this);
    store.onChange((name) => name === "catalogue" && stock(this));
    queue.onAnswer((reply) => this.answer.heard(reply));
    // Not drawn yet: `resume` reads the note that was being written first, and drawing an empty one would discard it.
  }

  /** Whether nothing is being written: then the page may be renewed or locked without asking. */
  get isEmpty() {
    return !this.frozen && !this.note.buyer && !this.note.lines.length && !this.visit.length;
  }

  /** Locked, or a panel lies above: keys and scans do nothing; the note stays. */
  pause() {
    this.isPaused = true;
    this.camera?.close();
    this.find("slips").close();
  }

  /** Somebody is at the desk (again): go on with that person's note. */
  resume(session) {
    if (session.cashier !== this.session.cashier) this.answer.forget(); // the last note is the other one's
    this.session = session;
    this.isPaused = false;
    const kept = this.store.readDraft(session.cashier);
    this.note = emptyNote();
    if (kept?.lines)
      this.note = { id: kept.id || this.note.id, buyer: kept.buyer, lines: kept.lines, given: kept.given };
    this.visit = kept?.visit || emptyGroup();
    this.draw();
    if (!this.note.buyer) this.finder.seek();
  }

  /** Say a sentence: shown for a while, and read aloud. */
  say(sentence, { quiet = false } = {}) {
    this.voice.say(sentence, { quiet });
  }

  draw() {
    this.pay.draw(this.note, this.visit);
    this.#drawBuyer();
  }

  #drawBuyer() {
    this.who.draw(this.note.buyer);
    this.finder.input.placeholder = this.visit.length ? this.words.find_next : this.words.find;
    this.pay.mark(this.#obstacle(this.payment));
    this.find("add-buyer").hidden = Boolean(groupObstacle(this.visit, this.note));
    this.store.keepDraft(this.session.cashier, { ...this.note, visit: this.visit });
    clearTimeout(this.idle);
    const isForgotten = this.note.buyer && !this.note.lines.length && !this.visit.length;
    if (isForgotten) this.idle = setTimeout(() => this.clear(), IDLE);
  }

  update(next, visit = this.visit) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    this.voice.hush(); // what was said of the note before is settled by the next act
    this.note = next;
    this.visit = visit;
    this.draw();
  }

  /** Somebody was found: put them on the note. */
  pick(found) {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    if (this.answer.isOpen) this.answer.close();
    const { note, words } = this;
    const isSame = note.buyer && JSON.stringify(note.buyer.ref) === JSON.stringify(found.ref);
    if (isSame && Date.now() - this.pickedAt < ECHO) return;
    if (isSame) return this.say(words.already_here.replace("{name}", found.name));
    if (note.buyer && note.lines.length) return this.say(words.unsaved.replace("{name}", note.buyer.name));
    const place = placeOf(this.visit, found.ref);
    if (place >= 0) {
      this.takeBack(place);
      return this.say(words.already_paid_for.replace("{name}", found.name));
    }
    const { employee } = found.ref;
    this.pickedAt = Date.now();
    this.voice.hush();
    this.note = { ...note, buyer: { ...found, ...this.known.of(employee), before: pieces(note) } };
    this.draw();
    this.who.showRest();
    this.camera?.tell(found.name);
    this.say(this.who.spoken(this.note.buyer), { quiet: true });
    if (employee) this.#askServer(employee);
    const { activeElement: focused } = document;
    const isFree = [this.finder.input, this.find("finder"), document.body].some((one) => one === focused);
    if (this.who.question) this.who.question.focus({ preventScroll: true });
    else if (isFree) this.find("goods").focus({ preventScroll: true });
  }

  pickPublic() {
    this.finder.clear();
    this.pick({ ref: { public: true }, name: this.words.public_buyer, line: this.words.public_line, kind: "public" });
  }

  addGoods(product, byHand = false) {
    if (this.answer.isOpen) this.answer.close();
    this.goOnWith(addProduct(this.note, product));
    tellAdded(this, product);
    // A tap must not leave Enter on the product button: the next key is to save.
    if (byHand) this.root.querySelector(".save").focus({ preventScroll: true });
  }

  /** Whoever adds goods after reading that this buyer was here today has answered the question. */
  goOnWith(note) {
    this.update(note.buyer?.served ? { ...note, buyer: { ...note.buyer, goesOn: true } } : note);
  }

  /** One more, or one fewer, of the line written last. */
  stepLast(by) {
    const at = this.note.lines.length - 1;
    this.beforeStep = this.note;
    if (at >= 0) this.update(setQuantity(this.note, at, this.note.lines[at].quantity + by));
  }

  /** Empty the note; a visit's other notes stay, and with nothing on the note the visit itself goes. */
  clear() {
    if (this.frozen) return this.say(this.words.wait_for_answer);
    const isWritten = this.note.buyer || this.note.lines.length;
    this.lookForBuyer(emptyNote(), isWritten ? this.visit : emptyGroup());
  }

  /** Keep this note for the one payer, and open the next person's. */
  addBuyer() {
    const why = groupObstacle(this.visit, this.note);
    if (why) return this.#explain(why);
    const { visit, note } = nextBuyer(this.visit, /** @type {WaitingReceipt} */ (this.note));
    this.lookForBuyer(note, visit);
    this.voice.hush();
    this.say(this.words.next_person, { quiet: true });
  }

  async save(named) {
    if (this.answer.isOpen) return this.answer.close();
    if (this.frozen) return this.say(this.words.wait_for_answer);
    const payment = named === "default" ? this.payment : named;
    const why = this.#obstacle(payment);
    if (why) return this.#explain(why);
    const doubt = this.pay.doubt(payment, this.note);
    if (doubt) return this.say(doubt);
    const notes = /** @type {Visit} */ (allNotes(this.visit, this.note));
    const { cashier, shift } = this.session;
    const soldAt = instant();
    const sales = notes.map((note) => toSale(note, { soldAt, cashier, shift, payment }));
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
    this.#done(sales, notes, payment);
  }

  /** Only what the device holds for good is shown as done. */
  #done(sales, notes, payment) {
    const due = notes.reduce((sum, note) => sum + total(note), 0);
    const back = payment === "cash" ? change(this.note, due) : null;
    sales.forEach((sale, at) => this.known.sold(sale, total(notes[at])));
    this.note = emptyNote();
    this.visit = emptyGroup();
    this.draw();
    this.voice.hush();
    this.answer.show({
      total: due,
      change: back,
      cashier: this.session.cashier,
      cashierName: this.session.name || this.session.cashier,
      notes: notes.map((note, at) => tell(note, sales[at], this.words)),
    });
  }

  /** Keep items for good: all of them, or none. */
  put(items) {
    return items.length === 1 ? this.queue.put(items[0]) : this.queue.putAll(items);
  }

  /** Why it cannot be saved yet: an empty note after others of the visit is no hindrance. */
  #obstacle(payment) {
    const due = groupTotal(this.visit, this.note);
    const last = allNotes(this.visit, this.note).at(-1) || this.note;
    return obstacle({ ...last, given: this.note.given }, payment, due);
  }

  #explain(why) {
    this.say(this.words[why]);
    const { question } = this.who;
    if (why === "no_buyer" || question) this.root.dataset.step = "1";
    if (why === "no_buyer") this.finder.seek();
    else question?.focus();
  }

  /** A note of the visit comes back onto the desk. */
  takeBack(at) {
    if (this.note.buyer && !this.note.lines.length) this.note = { ...this.note, buyer: null };
    const why = this.note.lines.length ? groupObstacle(this.visit, this.note) : null;
    if (why) return this.say(this.words[why]);
    const { visit, note } = takeBack(this.visit, at, this.note);
    this.update(note, visit);
  }

  /** On to the next person: the search is empty and ready. */
  lookForBuyer(note, visit) {
    this.finder.clear();
    this.goods.search.clear();
    this.root.dataset.step = "1";
    this.update(note, visit);
    this.finder.seek();
    window.scrollTo(0, 0);
    this.root.querySelector(".till-left").scrollTop = 0; // two columns: each scrolls by itself
  }

  /** The server knows better what remains, if it can be reached; nobody waits for it. */
  async #askServer(employee) {
    const told = await this.known.ask(employee);
    const { buyer } = this.note;
    if (!told || !buyer || this.frozen || buyer.ref.employee !== employee) return;
    const isNews = restSentence(told.rest, this.words) !== restSentence(buyer.rest, this.words);
    // Whoever has tapped goods for this buyer by now is not asked any more whether to go on.
    const goesOn = buyer.goesOn || (!buyer.served && pieces(this.note) > (buyer.before || 0));
    this.note = { ...this.note, buyer: { ...buyer, rest: told.rest, served: buyer.served || told.served, goesOn } };
    this.#drawBuyer(); // not the lines: a quantity may be half typed
    if (isNews) this.who.showRest();
  }

  /** What was asked about the buyer has its answer. */
  answered(answer) {
    this.update({ ...this.note, buyer: { ...this.note.buyer, ...answer } });
    (this.who.question || this.find("goods")).focus({ preventScroll: true });
  }

  /** A code from the scanner or the camera. `isWithSign`: it began with the key that changes the last quantity. */
  scanned(code, isWithSign = false) {
    if (this.isPaused) return;
    this.find("slips").close();
    if (this.answer.isOpen) this.answer.close();
    if (isWithSign && this.beforeStep?.id === this.note.id) this.update(this.beforeStep);
    this.beforeStep = null;
    this.finder.scan(code);
  }

  /** Show the receipts of a visit; `after` runs when they are closed. */
  async print(done, after) {
    const slips = await slipsOf(this);
    return slips ? slips.show(done, after) : this.say(this.words.not_yet_here);
  }

  #listen() {
    this.find("public").addEventListener("click", () => this.pickPublic());
    this.find("clear").addEventListener("click", () => this.clear());
    this.find("add-buyer").addEventListener("click", () => this.addBuyer());
    this.find("camera-open").addEventListener("click", () => this.toggleCamera());
    for (const button of document.querySelectorAll("[data-step-to]")) {
      button.addEventListener("click", () => {
        this.root.dataset.step = button.dataset.stepTo;
        window.scrollTo(0, 0);
      });
    }
  }

  /** The camera opens, or shuts. */
  async toggleCamera() {
    const camera = await cameraOf(this);
    if (!camera) return this.say(this.words.not_yet_here);
    return camera.isOpen ? camera.close() : camera.open();
  }
}
