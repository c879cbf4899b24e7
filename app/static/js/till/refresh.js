// Renews the caches: at the start, every ten minutes, and when the page comes back into view after that long.

const EVERY = 10 * 60_000;

export class Refresher {
  /** `onServer({ server_time, version })` gets the server's time and version. */
  constructor({ api, store, device, onServer }) {
    Object.assign(this, { api, store, device, onServer });
    this.last = 0;
  }

  start() {
    setInterval(() => this.run(), EVERY);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - this.last > EVERY) this.run();
    });
    return this.run();
  }

  /** Request everything once. Return whether the server answered. */
  async run() {
    if (!this.device.till || !this.device.token()) return false;
    this.last = Date.now();
    if (!(await this.#till())) return false;
    await this.catalogue();
    await this.#cache("buyers", "/api/v1/till/buyers");
    await this.#cache("standings", "/api/v1/till/standings");
    return true;
  }

  async #till() {
    const token = this.device.token();
    const answer = await this.api.get("/api/v1/till");
    if (answer.status === 401 && answer.body?.code === "token") await this.device.refused(token || "");
    if (answer.status !== 200 || !answer.body.till) return false;
    this.onServer(answer.body);
    await this.device.saveInfo(answer.body);
    return true;
  }

  /** Renew the catalogue. Products without a price are left out, because they have no button. */
  async catalogue() {
    const answer = await this.api.get("/api/v1/products", { etag: this.store.etag("catalogue") });
    if (answer.status !== 200 || !Array.isArray(answer.body.products)) return;
    const body = answer.body.products
      .filter((one) => one.unit_price !== null)
      .map(({ unit_price: price, ...one }) => ({ ...one, price }));
    await this.store.save("catalogue", { till: this.device.till?.id, etag: answer.etag, body });
  }

  async #cache(name, path) {
    const answer = await this.api.get(path, { etag: this.store.etag(name), seconds: 60 });
    if (answer.status === 200 && answer.body) {
      await this.store.save(name, { till: this.device.till?.id, etag: answer.etag, body: answer.body });
    }
  }
}
