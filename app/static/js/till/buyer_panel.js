// The buyer's panel: name and unit, what remains to buy (small, and fading out), and an open question.

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
    // On a phone the panel may be out of sight, so the name is also beside the save button.
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

  /** Show what remains to buy, for the cashier only: it fades out, because the queue may see the screen. */
  showRest() {
    const rest = this.find("buyer-rest");
    rest.textContent = restSentence(this.buyer?.rest, this.words);
    fadeAnew(rest);
    return rest.textContent;
  }

  /** Return the sentence about the buyer for screen readers. */
  spoken(buyer) {
    const question = isAsked(buyer) ? this.servedSentence(buyer.served) : "";
    return [buyer.name, buyer.line, restSentence(buyer.rest, this.words), question].filter(Boolean).join(". ");
  }

  /** The button that answers the open question, which gets the focus; null without a question. */
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
