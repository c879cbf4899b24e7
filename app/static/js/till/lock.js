// Who stands at an enrolled till: picked by name, shown by a PIN, also without a network.
// The device holds salted, slow hashes only; they keep honest people apart, not thieves of the tablet (adr 0006).

import { dayOf } from "./ids.js";

const MOST_TRIES = 5;
const WAIT = 60_000;
/** Milliseconds after the lock opened in which an Enter was meant for the PIN before it. */
export const HABIT = 1000;

const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => Number.parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether this PIN is the one behind { salt, iterations, verifier } (PBKDF2-SHA256, hex). */
export async function isPin(text, { salt, iterations, verifier }) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(text), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
  return hex(await crypto.subtle.deriveBits(how, key, verifier.length * 4)) === verifier;
}

/** An Enter out of habit, once the sixth digit has opened the till, neither saves a receipt nor locks it anew. */
function ignoreHabit() {
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
    // Under fingers the till has keys of its own, larger than a keyboard's.
    if (matchMedia("(hover: none) and (pointer: coarse)").matches) find("pin").inputMode = "none";
    find("pin-keys").addEventListener("click", (event) => this.#tapped(event.target.closest("button")?.value));
    find("pin-back").addEventListener("click", () => this.#showPeople());
    find("pin").addEventListener("input", () => /^[0-9]{6}$/.test(find("pin").value) && this.#try());
    find("pin-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try();
    });
  }

  /** Ask until somebody has shown a PIN; resolves with that cashier. `sentence`: what to say above. */
  async ask(sentence = "") {
    this.find("lock-state").textContent = sentence;
    this.#showPeople();
    const unlocked = new Promise((resolve) => {
      this.done = resolve;
    });
    // A dialog gives the focus back: on "Kunci" the next Enter would lock again.
    /** @type {HTMLElement | null | undefined} */ (document.activeElement)?.blur();
    this.dialogs.show(this.find("lock"), { isFixed: true });
    const cashier = await unlocked;
    this.find("lock").close();
    ignoreHabit();
    return cashier;
  }

  /** The list came anew while it was shown. */
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

  /** A key of the till's own: a figure, or "back" for the last one away. */
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

  /** The sixth digit opens by itself; an Enter after it, out of habit, says and does nothing more. */
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
