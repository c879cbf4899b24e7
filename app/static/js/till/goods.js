// The product buttons: favourites first, then the categories; and the line typed by hand.

import { readAmount, rupiah } from "./cart.js";

const ONE_SCREEN = 20;

export class Goods {
  /** `onProduct(product, byHand)`: what was tapped. */
  constructor({ grid, tabs, words, onProduct }) {
    Object.assign(this, { grid, tabs, words, onProduct });
    grid.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-id]");
      if (button) this.#tapped(Number(button.dataset.id), button, event.detail > 0);
    });
  }

  /** Fill the shelves with products {id, maker, name, price, category, favourite}; the open shelf stays open. */
  stock(catalogue) {
    this.catalogue = catalogue;
    const { words } = this;
    // A small shop fits on one screen, favourites first; a large one opens with its favourites alone.
    const favourites = catalogue.length <= ONE_SCREEN ? [] : catalogue.filter((product) => product.favourite);
    const categories = [...new Set(catalogue.map((product) => product.category || words.other_goods))];
    this.shelves = new Map([
      ...(favourites.length ? [[words.favourites, favourites]] : []),
      ...categories.map((name) => [name, catalogue.filter((product) => (product.category || words.other_goods) === name)]),
    ]);
    if (!favourites.length && categories.length > 1) this.shelves = new Map([[words.all_goods, catalogue], ...this.shelves]);
    this.#drawTabs();
    this.open(this.shelves.has(this.shelf) ? this.shelf : [...this.shelves.keys()][0]);
  }

  /** Show one shelf. */
  open(name) {
    this.shelf = name;
    for (const tab of this.tabs.children) tab.setAttribute("aria-pressed", String(tab.textContent === name));
    const shelf = this.shelves.get(name) || [];
    this.grid.replaceChildren(...shelf.map((product, at) => this.#button(product, at)));
    if (!shelf.length) {
      const nothing = document.createElement("p");
      nothing.className = "hint";
      nothing.textContent = this.words.no_goods;
      this.grid.append(nothing);
    }
  }

  /** The nth product shown (from 1), for the keyboard. */
  tapNth(number) {
    const button = this.grid.children[number - 1];
    if (button?.dataset.id) this.#tapped(Number(button.dataset.id), button, false);
  }

  #tapped(id, button, byHand) {
    button.classList.remove("tapped");
    void button.offsetWidth; // starts the blink anew
    button.classList.add("tapped");
    this.onProduct(this.catalogue.find((product) => product.id === id), byHand);
  }

  #drawTabs() {
    this.tabs.replaceChildren(...[...this.shelves.keys()].map((name) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.className = "shelf-tab";
      tab.textContent = name;
      tab.addEventListener("click", () => this.open(name));
      return tab;
    }));
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
    part("good-name", product.name);
    part("good-maker", product.favourite && this.shelf !== this.words.favourites ? `★ ${product.maker}` : product.maker);
    part("good-price", rupiah(product.price, { bare: true }));
    if (at < 9) button.setAttribute("aria-keyshortcuts", `Alt+${at + 1}`);
    return button;
  }
}

/** The form for goods that have no button. Calls back with {maker, name, amount, quantity}, or says what is missing. */
export function listenToFreeLine(form, words, { add, say }) {
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
