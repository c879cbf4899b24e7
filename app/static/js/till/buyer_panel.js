// The buyer's panel: name and place large, what remains small and fading, and the question that must be answered.

import { restSentence, rupiah } from "./cart.js";

export class BuyerPanel {
  /** `find(part)`; `on`: { change(), confirm(), goOn(), say(sentence) }. */
  constructor({ find, words, on }) {
    Object.assign(this, { find, words, on });
    find("change-buyer").addEventListener("click", () => on.change());
    find("confirm").addEventListener("click", () => on.confirm());
    find("goes-on").addEventListener("click", () => on.goOn());
    find("other-buyer").addEventListener("click", () => on.change());
    find("rest-again").addEventListener("click", () => on.say(this.showRest(), { quiet: true }));
  }

  /** Show the receipt's buyer, or the empty search. */
  draw(buyer) {
    this.buyer = buyer;
    this.find("finder").hidden = Boolean(buyer);
    this.find("buyer").hidden = !buyer;
    this.find("change-buyer").hidden = !buyer;
    this.find("buyer-confirm").hidden = !buyer?.unconfirmed;
    this.find("served").hidden = !isAsked(buyer);
    // Where the panel may be out of sight: beside the button to save, on a phone.
    for (const part of ["step-buyer", "cart-buyer"]) this.find(part).textContent = buyer?.name || this.words.nobody_yet;
    if (!buyer) return;
    this.find("buyer").dataset.kind = buyer.kind;
    this.find("buyer-name").textContent = buyer.name;
    this.find("buyer-line").textContent = buyer.line;
    this.find("rest-again").hidden = !restSentence(buyer.rest, this.words);
    if (buyer.served) this.find("served-words").textContent = this.servedSentence(buyer.served);
  }

  /** "Sudah belanja hari ini 09.02: Rp25.000. Lanjutkan?" */
  servedSentence({ time, amount }) {
    const sentence = amount === null ? this.words.served_time : this.words.served_amount;
    return sentence.replace("{time}", time).replace("{amount}", rupiah(amount ?? 0));
  }

  /** What remains, small and on the cashier's side; it leaves by itself, for the queue looks on. */
  showRest() {
    const rest = this.find("buyer-rest");
    rest.textContent = restSentence(this.buyer?.rest, this.words);
    fadeAnew(rest);
    return rest.textContent;
  }

  /** What a screen reader hears of the buyer. */
  spoken(buyer) {
    const asked = isAsked(buyer) ? this.servedSentence(buyer.served) : "";
    return [buyer.name, buyer.line, restSentence(buyer.rest, this.words), asked].filter(Boolean).join(". ");
  }

  /** Return the button that answers the open question, or null; it gets the focus. */
  get question() {
    if (!this.buyer) return null;
    if (this.buyer.unconfirmed) return this.find("confirm");
    return isAsked(this.buyer) ? this.find("goes-on") : null;
  }
}

/** Whether the cashier must confirm that this buyer, who bought today already, buys again. */
export function isAsked(buyer) {
  return Boolean(buyer?.served && !buyer.goesOn && !buyer.unconfirmed);
}

/** Start the fading of an element again. */
export function fadeAnew(element) {
  element.classList.remove("fades-away");
  void element.offsetWidth;
  element.classList.add("fades-away");
}
