// A cashier who signed in with a password: a token of this browser's own, and whether the login still stands.

export class Login {
  constructor({ device, outbox, urls }) {
    Object.assign(this, { device, outbox, urls });
  }

  /** Trade the login for a token; the till this browser had lives on, or hands over what waits. Whether it worked. */
  async ask({ cashier, booth }) {
    const before = await this.#before(cashier);
    try {
      const answer = await fetch(this.urls.device, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        body: JSON.stringify(before ? { token: before } : {}),
        signal: AbortSignal.timeout(12_000),
        redirect: "error",
      });
      const body = await answer.json();
      if (!answer.ok || !body.token || !body.till) return false;
      await this.device.keepLogin(cashier, { token: body.token, till: body.till, renewed: Date.now() });
      return this.device.useLogin(cashier, booth);
    } catch {
      return false;
    }
  }

  /** Signed in here again: the week begins anew (once a day is enough). */
  askLater(login) {
    if (Date.now() - (this.device.now?.renewed || 0) > 86_400_000) this.ask(login);
  }

  /** Whether the server, if it can be asked, would send this browser away: then nobody sells on in another's name. */
  async isOver() {
    return (await this.#page())?.type === "opaqueredirect";
  }

  /** Whether the server says that somebody is signed in here and may sell. */
  async stands() {
    return (await this.#page())?.status === 200;
  }

  async #page() {
    try {
      return await fetch(this.urls.till, { redirect: "manual", signal: AbortSignal.timeout(3000) });
    } catch {
      return null;
    }
  }

  /** The token this browser had for that cashier: the login's, else that of what still waits. */
  async #before(cashier) {
    const mine = (await this.outbox.list()).filter((entry) => entry.cashier === cashier);
    return this.device.logins[cashier]?.token || mine.at(-1)?.token;
  }
}
