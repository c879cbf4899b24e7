// The till's requests to the server: with its token, as JSON. Every answer that is not our server's is "offline".

/** Sends requests. The page may be a week older than the server, so it reads answers carefully. */
export class Api {
  /** `token()`: the token for calls without one. `onContact({ status, body, began, ended })` gets each JSON answer.
   *  @param {{ token(): string | null, onContact?: Api["onContact"] }} given */
  constructor({ token, onContact = () => {} }) {
    Object.assign(this, { token, onContact });
  }

  /** @param {string} path @param {Asking} [how] @returns {Promise<ServerAnswer>} */
  get(path, { etag = "", token, seconds = 20 } = {}) {
    return this.#ask(path, { method: "GET", headers: etag ? { "If-None-Match": etag } : {} }, token, seconds);
  }

  /** @param {string} path @param {object} body @param {Asking} [how] @returns {Promise<ServerAnswer>} */
  post(path, body, { token, seconds = 15 } = {}) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body) }, token, seconds);
  }

  async #ask(path, options, named, seconds) {
    const token = named ?? this.token();
    const headers = { Accept: "application/json", ...options.headers };
    if (token) headers.Authorization = `Bearer ${token}`;
    const began = Date.now();
    try {
      const answer = await fetch(path, {
        ...options,
        headers,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        signal: AbortSignal.timeout(seconds * 1000),
      });
      const etag = answer.headers.get("ETag") || "";
      if (answer.status === 304) return { status: 304, body: null, etag };
      const type = answer.headers.get("Content-Type") || "";
      if (!type.startsWith("application/json")) return { offline: true, status: answer.status };
      const body = await answer.json();
      if (body === null || typeof body !== "object") return { offline: true, status: answer.status };
      this.onContact({ status: answer.status, body, began, ended: Date.now() });
      return { status: answer.status, body, etag, retryAfter: Number(answer.headers.get("Retry-After")) || 0 };
    } catch {
      return { offline: true };
    }
  }
}
