// Shows the till's sentences in a bar that disappears by itself, and announces them to screen readers.

const SHOWN_FOR = 7000; // milliseconds

export class Announcer {
  constructor({ bar, live }) {
    Object.assign(this, { bar, live });
  }

  /** Clear the previous sentence. */
  hush() {
    clearTimeout(this.timer);
    this.bar.hidden = true;
  }

  /** Show and announce a sentence; quiet: only announce it. */
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
    }, SHOWN_FOR);
  }
}
