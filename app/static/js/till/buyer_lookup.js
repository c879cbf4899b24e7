// Looks up buyers: the people stored on the device, what remains of their minimum, and the server's newer answer.

import { bareName, People } from "./people.js";
import { OwnSales, Standings } from "./standing.js";

const PATIENCE = 8; // seconds to wait for an answer of the server

export class BuyerLookup {
  /** `store`, `queue`, `api`: see app/types/screen_parts.d.ts. */
  constructor({ store, outbox, api }) {
    this.api = api;
    this.people = new People();
    this.own = new OwnSales();
    this.standings = new Standings(this.own);
    const load = {
      buyers: () => this.people.load(store.buyers()),
      standings: () => this.standings.load(store.standings()),
    };
    for (const renew of Object.values(load)) renew();
    store.onChange((name) => load[name]?.());
    store.done().then((rows) => {
      for (const row of rows) this.own.add({ ...row, sent: row.result !== "waiting" });
      for (const row of rows) if (row.void_of) this.own.void(row.void_of);
    });
    outbox.onAnswer((reply) => this.own.sent(reply.id));
  }

  /** Return { rest, served } of a person from the device's own data. */
  of(employee) {
    if (!employee) return { rest: null, served: null };
    return { rest: this.standings.cached(employee), served: this.standings.lastToday(employee) };
  }

  /** Return the same from the server; null without an answer in time. */
  async ask(employee) {
    const { status, body } = await this.api.get(`/api/v1/employees/${employee}/standing`, { seconds: PATIENCE });
    if (status !== 200) return null;
    return {
      rest: this.standings.fresh(employee, body),
      served: this.standings.lastToday(employee, body.last_sale_today),
    };
  }

  /** Return people that the server finds; null without an answer. */
  async search(query) {
    const { status, body } = await this.api.post("/api/v1/buyers", { query }, { seconds: PATIENCE });
    if (status !== 200) return null;
    const bare = body.buyers.map((one) => bareName(one.name));
    return body.buyers.map((one, at) => ({ ...one, twin: bare.filter((name) => name === bare[at]).length > 1 }));
  }

  /** Add a sale that this till has just made. */
  sold(sale, amount) {
    this.own.add({ id: sale.id, employee: sale.buyer.employee ?? null, amount, at: sale.sold_at, sent: false });
  }

  /** Mark sales as voided. */
  undone(ids) {
    for (const id of ids) this.own.void(id);
  }
}
