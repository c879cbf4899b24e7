// The till's dialogs: while one is open the selling screen handles no key and no scan.

export class Dialogs {
  constructor() {
    this.open = new Set();
    this.onFirst = () => {};
    this.onLast = () => {};
  }

  /** Show a dialog. `isFixed`: only the script closes it. Resolves when it is closed. */
  show(sheet, { isFixed = false } = {}) {
    if (this.open.has(sheet)) return Promise.resolve();
    this.open.add(sheet);
    this.onFirst();
    // A browser closes a dialog at the second Escape, but a lock must stay. (Returning false would stop every key.)
    const stay = (event) => {
      if (isFixed && (event.type === "cancel" || event.key === "Escape")) event.preventDefault();
    };
    Object.assign(sheet, { oncancel: stay, onkeydown: stay });
    for (const button of sheet.querySelectorAll("[data-close]")) button.onclick = () => sheet.close();
    sheet.showModal();
    return new Promise((/** @type {(done?: void) => void} */ resolve) => {
      sheet.onclose = () => {
        this.open.delete(sheet);
        if (!this.open.size) this.onLast();
        resolve();
      };
    });
  }
}
