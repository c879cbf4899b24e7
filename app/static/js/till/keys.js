// The keyboard path: every act of the desk has a key. The list on the page says the same.

const inField = (target) => target.matches("input, textarea, select");

/** Listens for one desk. */
export class Keys {
  constructor(desk) {
    this.desk = desk;
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    const { desk } = this;
    if (desk.isPaused || event.defaultPrevented || event.isComposing) return;
    const { key, target } = event;
    if (target.closest?.("[data-part=frame], dialog")) return; // panels of their own: shift, self-check, receipts
    const act = this.#actOf(event, key, target);
    if (!act) return this.#typeAnywhere(event, target);
    event.preventDefault();
    act();
  }

  /** What is typed on the page itself is meant for a field: that one takes it, the first letter included. */
  #typeAnywhere(event, target) {
    const { desk } = this;
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isLetter || inField(target) || desk.answer.isOpen) return;
    const field = this.#fieldFor(event.key);
    if (!field) return;
    desk.scans.movesTo(field);
    field.focus({ preventScroll: true });
    field.select();
  }

  /** Whose name, which goods, or how much money: as far as the note is. Null where it means nothing. */
  #fieldFor(key) {
    const { desk } = this;
    if (!desk.note.buyer) return desk.finder.input;
    if (/\p{L}/u.test(key)) return desk.goods.search.field;
    return /[0-9]/.test(key) && desk.note.lines.length && desk.payment === "cash" ? desk.pay.cash : null;
  }

  #actOf(event, key, target) {
    const { desk } = this;
    const named = {
      F2: () => desk.pickPublic(),
      F3: () => desk.finder.input.focus(),
      F4: () => desk.clear(),
      F6: () => desk.addBuyer(),
      F7: () => desk.answer.reopen(),
      F8: () => desk.toggleCamera(),
      F9: () => desk.save("default"),
    }[key];
    if (named) return event.shiftKey || event.ctrlKey || event.altKey || event.metaKey ? null : named;
    if (key === "Enter" && this.#isFree(target)) return () => desk.save("default");
    if (key === "Escape" && desk.answer.isOpen) return () => desk.answer.close();
    if (key === "Escape" && desk.camera?.isOpen) return () => desk.camera?.close();
    if (event.altKey && /^[1-9]$/.test(key)) return () => desk.goods.tapNth(Number(key));
    const isStep = (key === "+" || key === "-") && !inField(target) && !desk.scans.isReading;
    if (isStep && desk.note.lines.length) return () => desk.stepLast(key === "+" ? 1 : -1);
    return null;
  }

  /** Enter saves where it has no other meaning: on the page itself, in an empty search, in the cash field. */
  #isFree(target) {
    const { desk } = this;
    if (target === desk.finder.input) return !target.value.trim();
    // Whoever touches the page beside a button gives the focus to <main>.
    return target.matches("body, main") || [desk.pay.cash, desk.find("goods"), desk.find("finder")].includes(target);
  }
}
