// Creates the parts of the selling screen and connects their callbacks.

import { SaleResult } from "./sale_result.js";
import { Finder } from "./buyer.js";
import { addFree, isMoney, setQuantity, warningWords } from "./cart.js";
import { CatalogueGrid, listenToFreeLine } from "./catalogue_grid.js";
import { Keys } from "./keys.js";
import { Pay } from "./pay.js";
import { Scans } from "./scan.js";
import { dropReceipt, groupTotal } from "./group_sale.js";
import { BuyerPanel } from "./buyer_panel.js";

/** Give a screen its parts: buyerPanel, saleResult, finder, catalogueGrid, pay, scans, keys. */
export function compose(screen) {
  composeBuyer(screen);
  composeReceipt(screen);
  screen.scans = new Scans({
    code: (code, isWithSign) => screen.scanned(code, isWithSign),
    isExisting: (text) => screen.barcodes.has(text) || Boolean(screen.buyerLookup.people.find(text)),
    isMoney: (text) => isMoney(text, groupTotal(screen.group, screen.receipt)),
  });
  screen.keys = new Keys(screen);
  listenToButtons(screen);
}

function listenToButtons(screen) {
  const { find, root } = screen;
  find("public").addEventListener("click", () => screen.pickPublic());
  find("clear").addEventListener("click", () => screen.clear());
  find("add-buyer").addEventListener("click", () => screen.addBuyer());
  find("camera-open").addEventListener("click", () => screen.toggleCamera());
  for (const button of document.querySelectorAll("[data-step-to]")) {
    button.addEventListener("click", () => {
      root.dataset.step = button.dataset.stepTo;
      window.scrollTo(0, 0);
    });
  }
}

/** Make the buyer's panel and the panel with a sale's result. */
function composeBuyer(screen) {
  const { words, find } = screen;
  const say = (...sentence) => screen.say(...sentence);
  screen.buyerPanel = new BuyerPanel({
    find,
    words,
    on: {
      say,
      change: () => screen.lookForBuyer({ ...screen.receipt, buyer: null }, screen.group),
      confirm: () => screen.answered({ unconfirmed: false }),
      goOn: () => screen.answered({ goesOn: true }),
    },
  });
  screen.saleResult = new SaleResult({
    panel: find("answer"),
    last: find("last"),
    words,
    put: (items) => screen.put(items),
    on: {
      say,
      next: () => screen.lookForBuyer(screen.receipt, screen.group),
      print: (done, after) => screen.print(done, after),
      undone: (ids) => screen.buyerLookup.undone(ids),
    },
  });
  composeFinder(screen, say);
}

function composeFinder(screen, say) {
  const { words, find } = screen;
  screen.finder = new Finder({
    box: find("finder"),
    input: find("search"),
    list: find("hits"),
    words,
    people: screen.buyerLookup.people,
    ask: (query) => screen.buyerLookup.search(query),
    barcodes: () => screen.barcodes,
    goods: (text) => screen.catalogueGrid.search.index.find(text),
    on: { say, pick: (buyer) => screen.pick(buyer), product: (one) => screen.addGoods(one) },
  });
}

/** Make the catalogue's grid and the column with lines and payment. */
function composeReceipt(screen) {
  const { words, find } = screen;
  const say = (...sentence) => screen.say(...sentence);
  screen.catalogueGrid = new CatalogueGrid({
    grid: find("goods"),
    tabs: find("tabs"),
    field: find("goods-search"),
    words,
    say,
    onProduct: (one, byHand) => screen.addGoods(one, byHand),
  });
  screen.pay = new Pay({
    root: find("cart"),
    mode: screen.device.booth.mode,
    words,
    on: {
      quantity: (at, count) =>
        Number.isNaN(count) ? screen.draw() : screen.update(setQuantity(screen.receipt, at, count)),
      given: (given) => screen.update({ ...screen.receipt, given }),
      save: (payment) => screen.save(payment),
      takeBack: (at) => screen.takeBack(at),
      drop: (at) => screen.update(screen.receipt, dropReceipt(screen.group, at)),
    },
  });
  listenToFreeLine(find("free"), words, { say, add: (line) => screen.goOnWith(addFree(screen.receipt, line)) });
}

/** Announce that a product was added: aloud, and on the screen if it has a warning. */
export function announceAdded(screen, product) {
  const { words } = screen;
  const warning = warningWords(product, words);
  const sentence = words[warning ? "added_warned" : "added"].replace("{name}", product.name);
  screen.camera?.showText(sentence.replace("{warning}", warning));
  screen.say(sentence.replace("{warning}", warning), { quiet: !warning });
}

/** Fill the shelves and the codes with what is on sale now. */
export function stock(screen) {
  const products = screen.store.catalogue();
  screen.barcodes = new Map(products.filter((one) => one.barcode).map((one) => [one.barcode, one]));
  screen.catalogueGrid.stock(products, screen.barcodes);
  const makers = [...new Set(products.map((one) => one.maker))].sort();
  screen.find("makers").replaceChildren(...makers.map((name) => new Option("", name)));
}
