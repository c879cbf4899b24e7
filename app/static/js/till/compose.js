// Puts the parts of a desk together: which part may ask the desk for what.

import { SaleResult } from "./sale_result.js";
import { Finder } from "./buyer.js";
import { addFree, isMoney, setQuantity, warningWords } from "./cart.js";
import { CatalogueGrid, listenToFreeLine } from "./catalogue_grid.js";
import { Keys } from "./keys.js";
import { Pay } from "./pay.js";
import { Scans } from "./scan.js";
import { dropNote, groupTotal } from "./group_sale.js";
import { BuyerPanel } from "./buyer_panel.js";

/** Gives a desk its parts: who, answer, finder, goods, pay, scans, keys. */
export function compose(desk) {
  composeBuyer(desk);
  composeNote(desk);
  desk.scans = new Scans({
    code: (code, isWithSign) => desk.scanned(code, isWithSign),
    isKnown: (text) => desk.barcodes.has(text) || Boolean(desk.known.people.find(text)),
    isMoney: (text) => isMoney(text, groupTotal(desk.visit, desk.note)),
  });
  desk.keys = new Keys(desk);
}

/** Who buys, and the answer after the sale. */
function composeBuyer(desk) {
  const { words, find } = desk;
  const say = (...sentence) => desk.say(...sentence);
  desk.who = new BuyerPanel({
    find,
    words,
    on: {
      say,
      change: () => desk.lookForBuyer({ ...desk.note, buyer: null }, desk.visit),
      confirm: () => desk.answered({ unconfirmed: false }),
      goOn: () => desk.answered({ goesOn: true }),
    },
  });
  desk.answer = new SaleResult({
    panel: find("answer"),
    last: find("last"),
    words,
    put: (items) => desk.put(items),
    on: {
      say,
      next: () => desk.lookForBuyer(desk.note, desk.visit),
      print: (done, after) => desk.print(done, after),
      undone: (ids) => desk.known.undone(ids),
    },
  });
  composeFinder(desk, say);
}

function composeFinder(desk, say) {
  const { words, find } = desk;
  desk.finder = new Finder({
    box: find("finder"),
    input: find("search"),
    list: find("hits"),
    words,
    people: desk.known.people,
    ask: (query) => desk.known.search(query),
    barcodes: () => desk.barcodes,
    goods: (text) => desk.goods.search.index.find(text),
    on: { say, pick: (buyer) => desk.pick(buyer), product: (one) => desk.addGoods(one) },
  });
}

/** The goods, the lines of the note, and how it is paid. */
function composeNote(desk) {
  const { words, find } = desk;
  const say = (...sentence) => desk.say(...sentence);
  desk.goods = new CatalogueGrid({
    grid: find("goods"),
    tabs: find("tabs"),
    field: find("goods-search"),
    words,
    say,
    onProduct: (one, byHand) => desk.addGoods(one, byHand),
  });
  desk.pay = new Pay({
    root: find("note"),
    mode: desk.device.booth.mode,
    words,
    on: {
      quantity: (at, count) => (Number.isNaN(count) ? desk.draw() : desk.update(setQuantity(desk.note, at, count))),
      given: (given) => desk.update({ ...desk.note, given }),
      save: (payment) => desk.save(payment),
      takeBack: (at) => desk.takeBack(at),
      drop: (at) => desk.update(desk.note, dropNote(desk.visit, at)),
    },
  });
  listenToFreeLine(find("free"), words, { say, add: (line) => desk.goOnWith(addFree(desk.note, line)) });
}

/** Say that a product stands on the note; aloud and on the screen where there is something to look at. */
export function tellAdded(desk, product) {
  const { words } = desk;
  const warning = warningWords(product, words);
  const sentence = words[warning ? "added_warned" : "added"].replace("{name}", product.name);
  desk.camera?.tell(sentence.replace("{warning}", warning));
  desk.say(sentence.replace("{warning}", warning), { quiet: !warning });
}

/** Fill the shelves and the codes with what is on sale now. */
export function stock(desk) {
  const products = desk.store.catalogue();
  desk.barcodes = new Map(products.filter((one) => one.barcode).map((one) => [one.barcode, one]));
  desk.goods.stock(products, desk.barcodes);
  const makers = [...new Set(products.map((one) => one.maker))].sort();
  desk.find("makers").replaceChildren(...makers.map((name) => new Option("", name)));
}
