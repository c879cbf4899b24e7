// Finding the buyer: typed, picked from a list, or scanned. Nobody is ever refused; an unknown one is kept as typed.

import { classify } from "./cart.js";
import { NoAnswer, post } from "./send.js";

const DEBOUNCE = 150; // milliseconds

export class Finder {
  /** `on`: { pick(buyer), product(product), say(sentence) }; words: sentences; barcodes: code → product. */
  constructor({ input, list, url, barcodes, words, on }) {
    Object.assign(this, { input, list, url, barcodes, words, on });
    this.choices = [];
    this.active = -1;
    this.asked = 0;
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(Number(row.dataset.at));
    });
  }

  clear() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.input.value = "";
    this.#show([]);
  }

  /** A code from the scanner: a product, else somebody. */
  async scan(code) {
    this.clear();
    const found = classify(code, this.barcodes);
    if (found.kind === "product") return this.on.product(found.product);
    return this.#find(found.value, { scanned: true });
  }

  #typed() {
    clearTimeout(this.timer);
    this.asked += 1;
    const text = this.input.value.trim();
    const enough = /^[0-9.\s]+$/.test(text) ? text.replace(/\D/g, "").length >= 4 : text.length >= 2;
    if (!enough) return this.#show([]);
    this.timer = setTimeout(() => this.#find(text, { scanned: false }), DEBOUNCE);
  }

  async #find(text, { scanned }) {
    const turn = (this.asked += 1);
    let answer;
    try {
      answer = await post(this.url, { query: text });
    } catch (error) {
      if (turn !== this.asked) return;
      const offline = error instanceof NoAnswer;
      this.on.say(offline ? this.words.search_offline : error.message || this.words.search_failed);
      if (offline && !scanned) this.#show([this.#unknown(text)]);
      return;
    }
    if (turn !== this.asked) return; // a later question has been asked
    if (answer.exact && (scanned || classify(text, this.barcodes).kind === "nip")) return this.#take(answer.buyer, answer.rest);
    if (scanned && !answer.hits.length) return this.on.say(this.words.scan_unknown.replace("{code}", text));
    if (scanned) {
      this.input.value = text;
      this.input.focus();
    }
    this.#show([...answer.hits.map((hit) => ({ hit })), this.#unknown(text)], answer.hits.length);
  }

  #unknown(text) {
    const found = classify(text, this.barcodes);
    return { unknown: text, ref: found.kind === "nip" ? { nip: found.value } : { name: text } };
  }

  #show(choices, count = 0) {
    this.choices = choices;
    this.active = choices.length ? 0 : -1;
    this.list.replaceChildren(...choices.map((choice, at) => this.#row(choice, at)));
    this.list.hidden = !choices.length;
    this.input.setAttribute("aria-expanded", String(choices.length > 0));
    this.#mark();
    if (choices.length) this.on.say(this.words.hits.replace("{count}", String(count)), { quiet: true });
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
    if (choice.hit) {
      line("hit-name", choice.hit.name);
      line("hit-line", describe(choice.hit, this.words));
      if (choice.hit.twin) line("hit-twin", this.words.twin);
    } else {
      row.className = "hit-unknown";
      line("hit-name", this.words.keep_as_typed.replace("{text}", choice.unknown));
      line("hit-line", this.words.keep_hint);
    }
    return row;
  }

  #mark() {
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.active)));
    const row = this.list.children[this.active];
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.choices.length) {
      event.preventDefault();
      this.active = (this.active + step + this.choices.length) % this.choices.length;
      this.#mark();
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
    const found = classify(text, this.barcodes);
    if (found.kind === "product") {
      this.clear();
      this.on.product(found.product);
    } else if (this.active >= 0) this.choose(this.active);
    else this.#find(text, { scanned: false });
  }

  /** Take one line of the list. */
  async choose(at) {
    const choice = this.choices[at];
    if (!choice) return;
    const typed = this.input.value.trim();
    this.clear();
    if (choice.unknown !== undefined) {
      const name = choice.unknown;
      return this.on.pick({ ref: choice.ref, name, line: this.words.unknown_line, rest: null, kind: "unresolved" });
    }
    try {
      const answer = await post(this.url, { employee: choice.hit.id });
      this.#take({ ...answer.buyer, twin: choice.hit.twin }, answer.rest);
    } catch (error) {
      if (error instanceof NoAnswer) this.#take(choice.hit, null); // who it is we know; what remains we do not
      else {
        this.input.value = typed;
        this.on.say(error.message);
      }
    }
  }

  #take(hit, rest) {
    this.clear();
    this.on.pick({
      ref: { employee: hit.id },
      name: hit.name,
      line: describe(hit, this.words),
      rest,
      kind: "employee",
      unconfirmed: Boolean(hit.twin),
    });
  }
}

/** `Guru · SMP Negeri 4 · NIP ····1009`. */
export function describe(hit, words) {
  const number = hit.last4 ? `${words.number}\u00a0····${hit.last4}` : "";
  return [hit.position, hit.unit, number].filter(Boolean).join(" · ");
}
