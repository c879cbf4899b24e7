// The product buttons: favourites first, then the categories; the search for products; and the line typed by hand.

import { readAmount, rupiah, unbroken, warningWords } from "./cart.js";
import { groupWhileTyping } from "./money_field.js";
import { Spellings } from "./spelling.js";

const ONE_SCREEN = 20;

export class CatalogueGrid {
  /** `field`: the search field; `onProduct(product, byHand)` gets a product that was tapped or found. */
  constructor({ grid, tabs, field, words, onProduct, say }) {
    Object.assign(this, { grid, tabs, words, onProduct });
    this.search = new GoodsSearch({
      field,
      words,
      say,
      on: {
        show: (found) => (found ? this.#fill(found, this.search.nothing) : this.open(this.shelf)),
        take: (product) => this.onProduct(product, true),
        done: () => grid.focus({ preventScroll: true }),
      },
    });
    grid.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-id]");
      if (button) this.#tapped(Number(button.dataset.id), button, event.detail > 0);
    });
  }

  /** Fill the tabs with products {id, maker, name, price, category, favourite}; the open tab stays open. */
  stock(catalogue, barcodes) {
    this.catalogue = catalogue;
    const { words } = this;
    const categoryOf = (product) => product.category || words.other_goods;
    const favourites = catalogue.filter((product) => product.favourite);
    const hasFavourites = favourites.length > 0 && favourites.length < catalogue.length;
    /** @type {[string, Product[]][]} */
    const shelves = [...new Set(catalogue.map(categoryOf))]
      .sort()
      .map((name) => [name, catalogue.filter((product) => categoryOf(product) === name)]);
    if (hasFavourites) shelves.unshift([words.favourites, favourites]);
    // A small catalogue fits on one screen and opens with all products; a large one opens with the favourites.
    const isLarge = catalogue.length > ONE_SCREEN;
    if (shelves.length > 1) shelves.splice(Number(isLarge && hasFavourites), 0, [words.all_goods, catalogue]);
    this.shelves = new Map(shelves);
    /** @type {HTMLElement} */ (this.search.field.parentElement).dataset.goods = isLarge ? "many" : "few";
    this.#drawTabs();
    this.open(this.shelves.has(this.shelf) ? this.shelf : [...this.shelves.keys()][0]);
    this.search.load(catalogue, barcodes);
  }

  /** Show one tab. */
  open(name) {
    this.shelf = name;
    for (const tab of this.tabs.children) tab.setAttribute("aria-pressed", String(tab.textContent === name));
    this.#fill(this.shelves.get(name) || [], this.words.no_goods);
  }

  #fill(products, sentence) {
    this.grid.replaceChildren(...products.map((product, at) => this.#button(product, at)));
    if (products.length) return;
    this.grid.append(Object.assign(document.createElement("p"), { className: "hint", textContent: sentence }));
  }

  /** Tap the nth shown product (from 1), for the keyboard. */
  tapNth(number) {
    const button = /** @type {HTMLElement} */ (this.grid.children[number - 1]);
    if (button?.dataset.id) this.#tapped(Number(button.dataset.id), button, false);
  }

  #tapped(id, button, byHand) {
    button.classList.remove("tapped");
    void button.offsetWidth; // restarts the animation
    button.classList.add("tapped");
    const product = this.catalogue.find((one) => one.id === id);
    if (product) this.onProduct(product, byHand);
  }

  #drawTabs() {
    this.tabs.replaceChildren(
      ...[...this.shelves.keys()].map((name) => {
        const tab = document.createElement("button");
        tab.type = "button";
        tab.className = "shelf-tab";
        tab.textContent = name;
        tab.addEventListener("click", () => {
          this.search.clear();
          this.open(name);
        });
        return tab;
      }),
    );
    this.tabs.hidden = this.shelves.size < 2;
  }

  #button(product, at) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "good";
    button.dataset.id = String(product.id);
    const part = (className, text) => {
      const span = document.createElement("span");
      span.className = className;
      span.textContent = text;
      button.append(span);
    };
    part("good-name", unbroken(product.name));
    part(
      "good-maker",
      product.favourite && this.shelf !== this.words.favourites ? `★ ${product.maker}` : product.maker,
    );
    const warning = warningWords(product, this.words);
    if (warning) part("good-warning", `⚠ ${warning}`);
    part("good-price", rupiah(product.price, { bare: true }));
    if (at < 9) button.setAttribute("aria-keyshortcuts", `Alt+${at + 1}`);
    return button;
  }
}

/** Searches products by the beginnings of words of their or their maker's name, also in other spellings. */
export class GoodsIndex {
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.spellings = new Spellings(catalogue.map((product) => `${product.name} ${product.maker}`));
  }

  /** Return products for the typed text in the grid's order; spellings one letter off only without other matches. */
  find(text) {
    const match = this.spellings.matcher(text, 2);
    const how = this.catalogue.map((_product, at) => match(at));
    const best = how.includes("sound") ? "sound" : "slip";
    return this.catalogue.filter((_product, at) => how[at] === best);
  }
}

/** The search field above the grid: the grid shows the matches, and Enter takes the first one. */
export class GoodsSearch {
  /** `on`: { show(products or null), take(product), done() }; `words`: sentences; `say(sentence)`. */
  constructor({ field, words, say, on }) {
    Object.assign(this, { field, words, say, on });
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Load the products on sale and their bar codes. */
  load(catalogue, barcodes) {
    this.index = new GoodsIndex(catalogue);
    this.barcodes = barcodes;
    this.#typed();
  }

  clear() {
    if (!this.field.value) return;
    this.field.value = "";
    this.#typed();
  }

  /** The sentence shown if no product matches. */
  get nothing() {
    return this.words.goods_none.replace("{text}", this.field.value.trim());
  }

  #found() {
    const text = this.field.value.trim();
    if (text.length < 2) return null;
    const product = this.barcodes.get(text);
    return product ? [product] : this.index.find(text);
  }

  #typed() {
    const found = this.#found();
    if (found || this.isFiltered) this.on.show(found);
    this.isFiltered = Boolean(found);
    if (found) this.say(this.words.goods_found.replace("{count}", String(found.length)), { quiet: true });
  }

  #key(event) {
    if (!["Enter", "Escape"].includes(event.key) || !this.field.value) return;
    event.preventDefault();
    event.stopPropagation();
    const first = this.#found()?.[0];
    if (event.key === "Enter" && !first) return this.say(this.nothing);
    this.clear();
    if (first && event.key === "Enter") this.on.take(first);
    else this.on.done();
  }
}

/** Handle the form for goods without a button: `add({maker, name, amount, quantity})`, or say what is missing. */
export function listenToFreeLine(form, words, { add, say }) {
  groupWhileTyping(form.elements.namedItem("amount"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = (name) => form.elements.namedItem(name).value.trim();
    const amount = readAmount(value("amount"));
    const quantity = /^[0-9]{1,5}$/.test(value("quantity")) ? Number(value("quantity")) : 0;
    const wrong = [
      [!value("maker"), "maker", words.free_maker],
      [!value("name"), "name", words.free_name],
      [!amount, "amount", words.free_amount],
      [quantity < 1 || quantity > 10000, "quantity", words.free_quantity],
    ].find(([isWrong]) => isWrong);
    if (wrong) {
      form.elements.namedItem(wrong[1]).focus();
      return say(wrong[2]);
    }
    add({ maker: value("maker"), name: value("name"), amount, quantity });
    form.reset();
    form.closest("details").open = false;
  });
}
