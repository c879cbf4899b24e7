// The search for a buyer, by typing or scanning. It searches the people stored on the device, and asks the server only
// if they do not match. An unidentified buyer is recorded as typed; no buyer is refused.

import { classify, rupiah } from "./cart.js";
import { numberFault } from "./number.js";
import { bareName, fold, SHOWN } from "./people.js";

const DEBOUNCE = 150; // milliseconds before the server is asked
const FIRST = 8; // visible rows, drawn with the keystroke; the others are drawn later
const REST = 120; // milliseconds without a key before the other rows are drawn
const SLOW = 300; // milliseconds after which the list says that the server is being asked
const FEW = 3; // products in the list of people
const CARD = /^[A-Za-z0-9_-]{16,}$/; // a card's random token

export class Finder {
  /** `people`: those on the device; `ask(query)`: people from the server, or null without an answer;
   *  `barcodes()`: code → product; `goods(text)`: products of that name;
   *  `on`: { pick(buyer), product(product), say(sentence) }. */
  constructor({ box, input, list, people, ask, barcodes, goods, words, on }) {
    Object.assign(this, { box, input, list, people, ask, barcodes, goods, words, on });
    this.choices = [];
    this.active = -1;
    this.turn = 0;
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(Number(row.dataset.at));
    });
  }

  /** Focus the search for the next buyer; on touch devices only its box, so that no keyboard opens unasked. */
  seek() {
    const isTouched = matchMedia("(hover: none) and (pointer: coarse)").matches;
    (isTouched ? this.box : this.input).focus({ preventScroll: true });
  }

  clear() {
    this.#newTurn();
    this.input.value = "";
    this.#show([]);
  }

  /** Handle a code from a scanner or the camera: a product's, else a person's. */
  async scan(code) {
    this.clear();
    if (/\/cek\/[0-9A-Z]{4}-[0-9A-Z]{4}/.test(code)) return this.on.say(this.words.scan_receipt);
    const found = classify(code, this.barcodes());
    if (found.kind === "product") return this.on.product(found.product);
    const person = this.people.find(found.value);
    if (person) return this.#take(person);
    const hits = await this.#asked(found.value);
    if (hits === undefined) return;
    if (hits?.length === 1) return this.#take(hits[0]);
    // A NIP or card without a match may be recorded as it is; any other code is reported.
    const mayRecord = found.kind === "nip" || (hits === null && CARD.test(code.trim()));
    if (!hits?.length && !mayRecord)
      return this.on.say((hits ? this.words.scan_unknown : this.words.scan_offline).replace("{code}", found.value));
    this.input.value = found.value;
    this.input.focus({ preventScroll: true });
    if (found.kind === "nip") return this.#offerNumber(found.value, hits);
    this.#show([...this.#choicesOf(hits || []), this.#unknown(found.value, { isCard: !hits?.length })], hits?.length);
  }

  /** Offer to record a whole NIP without a match, or without an answer of the server (`hits` null). The list also has
   *  the device's people with the same last digits, whose name may accompany the number. */
  #offerNumber(nip, hits) {
    const named = hits ? [] : this.people.sharing(nip);
    this.#show([this.#unknown(nip), ...named.map((hit) => ({ hit, ref: { nip, name: hit.name } }))], named.length);
    if (!hits) this.on.say(this.words.number_offline);
  }

  #newTurn() {
    clearTimeout(this.timer);
    return (this.turn += 1);
  }

  #typed() {
    const turn = this.#newTurn();
    const text = this.input.value.trim();
    const digits = /^[0-9.\s]+$/.test(text) ? text.replace(/\D/g, "") : "";
    if (digits ? digits.length < 4 : text.length < 2) return this.#show([]);
    // The keys of a scanner are searched once, at their end: pending key events run before a timer.
    this.timer = setTimeout(() => this.#look(text, turn), 0);
  }

  #look(text, turn) {
    const hits = this.people.search(text);
    const goods = /\p{L}{3}/u.test(text)
      ? this.goods(text)
          .slice(0, FEW)
          .map((product) => ({ product }))
      : [];
    // If products have this name and the device's list of people has no match, the server is not asked.
    const isSettled = hits.length || (goods.length && this.people.size);
    if (isSettled) return this.#show([...this.#choicesOf(hits), ...goods, this.#unknown(text)], hits.length);
    this.timer = setTimeout(() => this.#askFor(text, turn), DEBOUNCE);
  }

  async #askFor(text, turn) {
    const unknown = this.#unknown(text);
    const isName = unknown.ref.name && !unknown.fault;
    // A slow server is reported, and the name can be recorded meanwhile.
    const slow = setTimeout(() => turn === this.turn && this.#show([{ ...unknown, hint: this.words.searching }]), SLOW);
    const hits = await this.#asked(text, turn);
    clearTimeout(slow);
    if (hits === undefined) return;
    if (hits === null && !this.people.size) this.on.say(this.words.search_offline);
    const found = classify(text, this.barcodes());
    if (found.kind === "nip") return hits?.length === 1 ? this.#take(hits[0]) : this.#offerNumber(found.value, hits);
    const isNobody = isName && hits?.length === 0; // reported before the name is recorded without a person
    const hint = isNobody ? this.words.nobody_named : "";
    this.#show([...this.#choicesOf(hits || []), { ...unknown, hint }], hits?.length || 0);
  }

  /** Return the server's people; null without an answer; undefined if a later search has begun meanwhile. */
  async #asked(query, turn = this.#newTurn()) {
    const hits = await this.ask(query);
    return turn === this.turn ? hits : undefined;
  }

  #choicesOf(hits) {
    return hits.map((hit) => ({ hit }));
  }

  #unknown(text, { isCard = false } = {}) {
    const found = classify(text, this.barcodes());
    if (isCard) return { unknown: this.words.typed_card, ref: { card: text } };
    if (found.kind === "nip") return { unknown: text, ref: { nip: found.value } };
    const fault = numberFault(text);
    const sentence = fault && this.words[fault.sentence].replace("{count}", String(fault.count));
    return { unknown: text, ref: { name: text }, fault: sentence };
  }

  /** Return the index of the row that Enter takes: the only one, or the only exact name; -1 if there are several, if
   *  the match is a guess, or if nobody has the name. */
  #first(choices, text) {
    const hits = choices.filter((choice) => choice.hit && !choice.ref);
    const found = hits.length ? hits : choices.filter((choice) => choice.product);
    if (found.length > 1) {
      const exact = hits.filter((choice) => bareName(choice.hit.name) === fold(text));
      return exact.length === 1 ? choices.indexOf(exact[0]) : -1;
    }
    return !choices.length || choices[0].hint || choices[0].hit?.isGuess ? -1 : 0;
  }

  #show(choices, count = 0) {
    this.choices = choices;
    this.shown = this.input.value.trim();
    this.active = this.#first(choices, this.shown);
    this.list.replaceChildren(...choices.slice(0, FIRST).map((choice, at) => this.#row(choice, at)));
    clearTimeout(this.later);
    if (choices.length > FIRST) this.later = setTimeout(() => this.#showRest(), REST);
    this.list.scrollTop = 0;
    this.list.hidden = !choices.length;
    this.input.setAttribute("aria-expanded", String(choices.length > 0));
    this.#mark();
    if (choices.length) this.on.say(this.words.hits.replace("{count}", String(count)), { quiet: true });
  }

  #showRest() {
    clearTimeout(this.later);
    const drawn = this.list.children.length;
    this.list.append(...this.choices.slice(drawn).map((choice, at) => this.#row(choice, drawn + at)));
    this.#mark();
  }

  #row(choice, at) {
    const row = document.createElement("li");
    row.id = `hasil-${at}`;
    row.setAttribute("role", "option");
    row.dataset.at = String(at);
    const line = (className, text) => {
      const part = document.createElement("span");
      part.className = className;
      part.textContent = text;
      row.append(part);
    };
    if (choice.product) {
      row.className = "hit-product";
      line("hit-name", choice.product.name);
      line("hit-line", `${choice.product.maker} · ${rupiah(choice.product.price)}`);
    } else if (choice.hit) {
      line("hit-name", choice.hit.name);
      line("hit-line", describe(choice.hit, this.words));
      if (choice.hit.twin || choice.hit.isGuess) line("hit-twin", choice.hit.twin ? this.words.twin : this.words.guess);
    } else {
      row.className = "hit-unknown";
      const name = choice.isSure ? this.words.record_anyway : this.words.record_as_typed;
      line("hit-name", name.replace("{text}", choice.unknown));
      line(choice.fault ? "hit-line hit-fault" : "hit-line", choice.fault || choice.hint || this.words.record_hint);
    }
    return row;
  }

  #mark({ isMoved = false } = {}) {
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.active)));
    const row = this.list.children[this.active];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    if (isMoved) row.scrollIntoView({ block: "nearest" }); // asks the browser for a layout: not on every keystroke
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.choices.length) {
      event.preventDefault();
      this.#showRest();
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.active = (from + step + this.choices.length) % this.choices.length;
      this.#mark({ isMoved: true });
    } else if (event.key === "Escape" && this.input.value) {
      event.preventDefault();
      event.stopPropagation();
      this.clear();
    } else if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      event.stopPropagation();
      this.#enter();
    }
  }

  #enter() {
    const text = this.input.value.trim();
    const found = classify(text, this.barcodes());
    if (found.kind === "product") {
      this.clear();
      return this.on.product(found.product);
    }
    const person = this.people.find(text);
    if (person) return this.#take(person);
    if (this.shown !== text) this.#look(text, this.#newTurn()); // Enter came before the search
    if (this.shown !== text || !this.choices.length) return this.#askFor(text, this.#newTurn());
    if (this.active >= 0) return this.choose(this.active);
    this.on.say(this.#askToChoose(text));
  }

  /** Return the sentence shown if Enter takes no row; the next Enter may record a name that nobody has. */
  #askToChoose(text) {
    const hits = this.choices.filter((choice) => choice.hit);
    const [first] = this.choices;
    if (first.hint) {
      this.active = 0;
      this.#mark();
      return first.hint;
    }
    const people = hits.length < SHOWN ? "choose_one" : "choose_of_many";
    const sentence = hits.length ? (hits[0].hit?.isGuess ? "choose_guess" : people) : "choose_goods";
    return this.words[sentence].replace("{count}", String(hits.length)).replace("{text}", text);
  }

  /** Take one row of the list. */
  choose(at) {
    const choice = this.choices[at];
    if (!choice) return;
    if (choice.fault && !choice.isSure) return this.#askAgain(choice, at);
    this.clear();
    if (choice.product) return this.on.product(choice.product);
    if (choice.hit && choice.ref)
      return this.on.pick({ ref: choice.ref, name: choice.hit.name, line: this.words.number_line, kind: "unresolved" });
    if (choice.hit) return this.#take(choice.hit, { isChosen: true });
    this.on.pick({ ref: choice.ref, name: choice.unknown, line: this.words.unknown_line, kind: "unresolved" });
  }

  /** Report a damaged number at the first press; the next press records it as typed. */
  #askAgain(choice, at) {
    choice.isSure = true;
    this.active = at;
    this.#showRest();
    this.list.children[at].replaceWith(this.#row(choice, at));
    this.#mark({ isMoved: true });
    this.on.say(choice.fault);
  }

  /** Pick a person; one chosen among people of the same name must be confirmed, one found by card or number not. */
  #take(hit, { isChosen = false } = {}) {
    this.clear();
    this.on.pick({
      ref: { employee: hit.id },
      name: hit.name,
      line: describe(hit, this.words),
      last4: hit.last4,
      kind: "employee",
      unconfirmed: isChosen && Boolean(hit.twin),
    });
  }
}

/** `Guru · SMP Negeri 4 · NIP ····1009`. */
export function describe(hit, words) {
  const number = hit.last4 ? `${words.number}\u00a0····${hit.last4}` : "";
  return [hit.position, hit.unit, number].filter(Boolean).join(" · ");
}
