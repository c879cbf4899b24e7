// Keyboard use: every action of the screen has a key. The page lists the same keys.

const inField = (target) => target.matches("input, textarea, select");

/** Handle the keys of one screen. */
export class Keys {
  constructor(screen) {
    this.screen = screen;
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    const { screen } = this;
    if (screen.isPaused || event.defaultPrevented || event.isComposing) return;
    const { key, target } = event;
    if (target.closest?.("[data-part=frame], dialog")) return; // these have their own keys: shift, self-check, receipts
    const act = this.#actOf(event, key, target);
    if (!act) return this.#typeAnywhere(event, target);
    event.preventDefault();
    act();
  }

  /** Move the focus to the field that a typed character is meant for, so that it receives the character, too. */
  #typeAnywhere(event, target) {
    const { screen } = this;
    const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isLetter || inField(target) || screen.saleResult.isOpen) return;
    const field = this.#fieldFor(event.key);
    if (!field) return;
    screen.scans.movesTo(field);
    field.focus({ preventScroll: true });
    field.select();
  }

  /** Return the field for a typed character (buyer, product or cash), by the state of the receipt; null for none. */
  #fieldFor(key) {
    const { screen } = this;
    if (!screen.receipt.buyer) return screen.finder.input;
    if (/\p{L}/u.test(key)) return screen.catalogueGrid.search.field;
    return /[0-9]/.test(key) && screen.receipt.lines.length && screen.payment === "cash" ? screen.pay.cash : null;
  }

  #actOf(event, key, target) {
    const { screen } = this;
    const named = {
      F2: () => screen.pickPublic(),
      F3: () => screen.finder.input.focus(),
      F4: () => screen.clear(),
      F6: () => screen.addBuyer(),
      F7: () => screen.saleResult.reopen(),
      F8: () => screen.toggleCamera(),
      F9: () => screen.save("default"),
    }[key];
    if (named) return event.shiftKey || event.ctrlKey || event.altKey || event.metaKey ? null : named;
    if (key === "Enter" && this.#isFree(target)) return () => screen.save("default");
    if (key === "Escape" && screen.saleResult.isOpen) return () => screen.saleResult.close();
    if (key === "Escape" && screen.camera?.isOpen) return () => screen.camera?.close();
    if (event.altKey && /^[1-9]$/.test(key)) return () => screen.catalogueGrid.tapNth(Number(key));
    const isStep = (key === "+" || key === "-") && !inField(target) && !screen.scans.isReading;
    if (isStep && screen.receipt.lines.length) return () => screen.stepLast(key === "+" ? 1 : -1);
    return null;
  }

  /** Whether Enter saves, having no other meaning here: on the page itself, in an empty search, in the cash field. */
  #isFree(target) {
    const { screen } = this;
    if (target === screen.finder.input) return !target.value.trim();
    // Touching the page beside a button moves the focus to <main>.
    return (
      target.matches("body, main") || [screen.pay.cash, screen.find("goods"), screen.find("finder")].includes(target)
    );
  }
}
