// What the till says: a bar that leaves by itself, and the same for a screen reader.

const STAYS = 7000; // milliseconds

export class Announcer {
  constructor({ bar, live }) {
    Object.assign(this, { bar, live });
  }

  /** Clear the sentence before. */
  hush() {
    clearTimeout(this.timer);
    this.bar.hidden = true;
  }

  /** Say a sentence; quiet: only aloud. */
  say(sentence, { quiet = false } = {}) {
    this.live.textContent = "";
    requestAnimationFrame(() => {
      this.live.textContent = sentence;
    });
    if (quiet) return;
    this.bar.hidden = !sentence;
    this.bar.querySelector("span").textContent = sentence;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.bar.hidden = true;
    }, STAYS);
  }
}
