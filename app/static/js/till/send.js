// How a sale leaves the till: it gets its number first, is kept, and is sent until the server has answered.
// The same number goes with every try, so the server stores it once whatever happens to the answers.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new random sale number (UUID version 4). */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The number on the receipt, `7QK3-M9ZD`: the first 40 bits of the sale's number. */
export function receiptNumber(id) {
  const bits = BigInt(`0x${id.replaceAll("-", "").slice(0, 10)}`);
  let letters = "";
  for (let shift = 35n; shift >= 0n; shift -= 5n) letters += ALPHABET[Number((bits >> shift) & 31n)];
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** An instant as the server reads it, with the device's own offset: `2026-11-07T09:15:02.120+09:00`. */
export function instant(moment = new Date()) {
  const offset = -moment.getTimezoneOffset();
  const part = (number, size = 2) => String(Math.floor(Math.abs(number))).padStart(size, "0");
  const local = new Date(moment.getTime() + offset * 60000).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? "-" : "+"}${part(offset / 60)}:${part(offset % 60)}`;
}

/** The network did not answer, or what answered was not our server. */
export class NoAnswer extends Error {}

/** The server answered with a refusal; `message` is its sentence. `judged`: the till's own door has decided;
 *  anything else (login expired, token stale) tells nothing of a sale an earlier try may have booked. */
export class Turned extends Error {
  constructor(status, message, judged = false) {
    super(message);
    this.status = status;
    this.judged = judged;
  }
}

/** POST JSON with the CSRF token; the parsed answer, or NoAnswer, or Turned. */
export async function post(url, body, { seconds = 12 } = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(seconds * 1000),
      redirect: "error",
    });
  } catch (error) {
    throw new NoAnswer(String(error));
  }
  if (answer.status === 401) throw new Turned(401, "");
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!isJson || answer.status >= 500) throw new NoAnswer(String(answer.status));
  const read = await answer.json();
  if (!answer.ok) throw new Turned(answer.status, read.error || "", read.judged === true);
  return read;
}

/** Keeps what waits for an answer through a reload. One key per shift: another cashier never sends it. */
export class Kept {
  constructor(shift, storage = window.sessionStorage) {
    this.name = `kasir:${shift}`;
    this.storage = storage;
  }

  read() {
    try {
      return JSON.parse(this.storage.getItem(this.name)) || {};
    } catch {
      return {};
    }
  }

  write(values) {
    this.storage.setItem(this.name, JSON.stringify({ ...this.read(), ...values }));
  }
}

/** Sends one sale until it is answered. States: resting, sending, waiting (no answer yet, tries again). */
export class Sender {
  constructor({ url, kept, onState, pause = [1500, 3000, 6000, 12000] }) {
    Object.assign(this, { url, kept, onState, pause });
    this.pending = kept.read().pending || null;
    this.running = null;
    this.wake = () => {};
  }

  /** Keep a sale, then send it. A second call while one is under way changes nothing and gives the same answer. */
  send(sale) {
    if (!this.pending) {
      this.pending = sale;
      this.kept.write({ pending: sale });
    }
    this.running ||= this.#untilAnswered().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Try at once instead of at the end of the pause. */
  hurry() {
    this.wake();
  }

  async #untilAnswered() {
    for (let round = 0; ; round += 1) {
      this.onState("sending");
      try {
        const answer = await post(this.url, { sale: this.pending, sent_at: instant() });
        this.#settle();
        return answer;
      } catch (error) {
        if (error instanceof Turned && error.judged) {
          this.#settle();
          throw error;
        }
        this.onState("waiting", error instanceof Turned ? error.status : 0);
      }
      await this.#wait(this.pause[Math.min(round, this.pause.length - 1)]);
    }
  }

  #wait(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #settle() {
    this.pending = null;
    this.kept.write({ pending: null });
    this.onState("resting");
  }
}
