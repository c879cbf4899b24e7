// The login of a cashier with a password: obtains a token for this browser, and checks whether the login is valid.

export class Login {
  constructor({ device, outbox, urls }) {
    Object.assign(this, { device, outbox, urls });
  }

  /** Exchange the login for a token, renewing the till that this browser had. Return whether it worked. */
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
      await this.device.saveLogin(cashier, { token: body.token, till: body.till, renewed: Date.now() });
      return this.device.useLogin(cashier, booth);
    } catch {
      return false;
    }
  }

  /** Renew the token of a cashier who signed in here again, at most once a day: it is valid for a week. */
  renew(login) {
    if (Date.now() - (this.device.now?.renewed || 0) > 86_400_000) this.ask(login);
  }

  /** Whether the server redirects this browser to the sign-in page; false without a network. */
  async isOver() {
    return (await this.#page())?.type === "opaqueredirect";
  }

  /** Whether the server confirms that a cashier is signed in here and may sell. */
  async isValid() {
    return (await this.#page())?.status === 200;
  }

  async #page() {
    try {
      return await fetch(this.urls.till, { redirect: "manual", signal: AbortSignal.timeout(3000) });
    } catch {
      return null;
    }
  }

  /** Return the token that this browser had for that cashier: the login's, else that of an unsent item. */
  async #before(cashier) {
    const mine = (await this.outbox.list()).filter((entry) => entry.cashier === cashier);
    return this.device.logins[cashier]?.token || mine.at(-1)?.token;
  }
}
