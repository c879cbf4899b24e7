// The lock of an enrolled till: a cashier picks the own name and enters a PIN, also without a network. The device
// stores only salted, slow hashes; they protect against colleagues, not against thieves of the tablet (ADR 0006).

import { dayOf } from "./ids.js";

const MOST_TRIES = 5;
const WAIT = 60_000;
/** Milliseconds after unlocking in which an Enter still belongs to the PIN. */
export const HABIT = 1000;

const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => Number.parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether this PIN matches { salt, iterations, verifier } (PBKDF2-SHA256, hex). */
export async function isPin(text, { salt, iterations, verifier }) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(text), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
  return hex(await crypto.subtle.deriveBits(how, key, verifier.length * 4)) === verifier;
}

/** Ignore an Enter pressed out of habit after the sixth digit has unlocked the till. */
function ignoreHabitualEnter() {
  const stop = () => {
    document.removeEventListener("keydown", judge, true);
    document.removeEventListener("pointerdown", stop, true);
  };
  const judge = (event) => {
    if (event.key !== "Enter") return stop();
    if (event.target?.matches?.("input, textarea, select")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("keydown", judge, true);
  document.addEventListener("pointerdown", stop, true);
  setTimeout(stop, HABIT);
}

export class Lock {
  /** `find(part)`; `people()`: cashiers as GET /api/v1/till names them; `draftOf(cashier)`: a receipt still open. */
  constructor({ find, db, words, dialogs, people }) {
    Object.assign(this, { find, db, words, dialogs, people });
    this.picked = null;
    find("lock-people").addEventListener("click", (event) => this.#pick(event.target.closest("button")?.value));
    // On touch devices the page has its own digit keys, larger than the keyboard's.
    if (matchMedia("(hover: none) and (pointer: coarse)").matches) find("pin").inputMode = "none";
    find("pin-keys").addEventListener("click", (event) => this.#tapped(event.target.closest("button")?.value));
    find("pin-back").addEventListener("click", () => this.#showPeople());
    find("pin").addEventListener("input", () => /^[0-9]{6}$/.test(find("pin").value) && this.#try());
    find("pin-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try();
    });
  }

  /** Resolve with the cashier who has entered the right PIN. `sentence`: text at the top. */
  async ask(sentence = "") {
    this.find("lock-state").textContent = sentence;
    this.#showPeople();
    const unlocked = new Promise((resolve) => {
      this.done = resolve;
    });
    // Closing the dialog restores the focus: on "Kunci" the next Enter would lock again.
    /** @type {HTMLElement | null | undefined} */ (document.activeElement)?.blur();
    this.dialogs.show(this.find("lock"), { isFixed: true });
    const cashier = await unlocked;
    this.find("lock").close();
    ignoreHabitualEnter();
    return cashier;
  }

  /** Draw the list of cashiers again after it was renewed. */
  refresh() {
    if (this.find("lock").open && !this.picked) this.#showPeople();
  }

  #showPeople() {
    this.picked = null;
    const today = dayOf();
    const people = this.people();
    this.find("pin-form").hidden = true;
    this.find("lock-people").hidden = false;
    this.find("lock-nobody").hidden = people.some((one) => one.pin);
    this.find("lock-people").replaceChildren(
      ...people.map((one) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "person", value: one.username, textContent: one.name });
        const isOver = Boolean(one.until && one.until < today);
        button.disabled = !one.pin || isOver;
        const why = isOver ? this.words.pin_over.replace("{day}", one.until || "") : one.pin ? "" : this.words.pin_none;
        if (why) button.append(Object.assign(document.createElement("small"), { textContent: why }));
        return button;
      }),
    );
  }

  /** Handle one of the page's own keys: a digit, or "back" to delete the last one. */
  #tapped(key) {
    if (!key) return;
    const field = this.find("pin");
    field.value = key === "back" ? field.value.slice(0, -1) : `${field.value}${key}`.slice(0, 6);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #pick(username) {
    this.picked = this.people().find((one) => one.username === username && one.pin) || null;
    if (!this.picked) return;
    this.find("lock-people").hidden = true;
    this.find("pin-form").hidden = false;
    this.find("pin-name").textContent = this.picked.name;
    this.find("pin-error").textContent = "";
    this.find("pin").value = "";
    this.find("pin").focus();
  }

  /** Check the PIN; the sixth digit does so by itself, and an Enter after it does nothing more. */
  async #try() {
    const input = this.find("pin");
    const text = input.value;
    if (this.isTrying || (!text && this.find("pin-error").textContent)) return;
    input.value = "";
    if (!/^[0-9]{6}$/.test(text)) return this.#wrong(this.words.pin_short);
    this.isTrying = true;
    await this.#judge(text).finally(() => {
      this.isTrying = false;
    });
  }

  async #judge(text) {
    const locked = (wait) => this.#wrong(this.words.pin_locked.replace("{seconds}", String(Math.ceil(wait / 1000))));
    const { picked } = this; // whoever is picked when the hash is done may be somebody else, or nobody
    const tries = await this.#tries();
    if (tries.until > Date.now()) return locked(tries.until - Date.now());
    // Counted before it is looked at: switching the tablet off in between gives no extra try.
    const count = tries.count + 1;
    const until = count >= MOST_TRIES ? Date.now() + WAIT : 0;
    await this.db.put("meta", { count: count % MOST_TRIES, until }, "pin-tries");
    if (picked?.pin && (await isPin(text, picked.pin))) {
      await this.db.delete("meta", "pin-tries");
      return this.done(picked);
    }
    const left = MOST_TRIES - count;
    if (left <= 0) return locked(WAIT);
    this.#wrong(this.words.pin_wrong.replace("{left}", String(left)));
  }

  /** How often it was wrong, and until when to wait; a clock that was turned makes nobody wait longer than a minute. */
  async #tries() {
    const attempts = (await this.db.get("meta", "pin-tries")) || { count: 0, until: 0 };
    return { ...attempts, until: Math.min(attempts.until, Date.now() + WAIT) };
  }

  #wrong(sentence) {
    this.find("pin-error").textContent = sentence;
    this.find("pin").focus();
  }
}
