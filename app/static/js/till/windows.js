// Lets one window sell at a time: the installed app and the browser share one draft, and could sell it twice. The open
// till holds a lock of the browser, which a crash releases; in browsers without locks the windows ask each other.

const NAME = "jiku-bata-till-open";
const TAKE = "jiku-bata-take"; // in this tab only: the cashier pressed "Pakai di sini"
const PATIENCE = 1000; // milliseconds in which the page before a reload releases the lock
const ANSWER = 400; // milliseconds in which another window answers

export class Windows {
  /** `onTaken()`: another window sells from now on. */
  constructor({ onTaken, locks = navigator.locks }) {
    Object.assign(this, { onTaken, locks });
  }

  /** Become the window that sells. Return false if another one does, unless the cashier chose this one. */
  take() {
    const isAsked = Boolean(sessionStorage.getItem(TAKE));
    sessionStorage.removeItem(TAKE);
    return this.locks ? this.#lock(isAsked) : this.#ask(isAsked);
  }

  /** Sell in this window: reload the page, which then takes the lock from the other window. */
  static takeHere() {
    sessionStorage.setItem(TAKE, "1");
    location.reload();
  }

  async #lock(isAsked) {
    let isHeld = false;
    const options = isAsked ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE) };
    return new Promise((resolve) => {
      const hold = () => {
        isHeld = true;
        resolve(true);
        return new Promise(() => {});
      };
      this.locks?.request(NAME, options, hold).catch(() => (isHeld ? this.onTaken() : resolve(false)));
    });
  }

  async #ask(isAsked) {
    if (typeof BroadcastChannel !== "function") return true;
    const channel = new BroadcastChannel(NAME);
    let isOther = false;
    channel.onmessage = ({ data }) => {
      isOther ||= data === "here";
    };
    channel.postMessage(isAsked ? "mine" : "who");
    if (!isAsked)
      await new Promise((resolve) => {
        setTimeout(resolve, ANSWER);
      });
    if (isOther && !isAsked) return false;
    channel.onmessage = ({ data }) => {
      if (data === "who") channel.postMessage("here");
      if (data !== "mine") return;
      channel.close();
      this.onTaken();
    };
    return true;
  }
}
