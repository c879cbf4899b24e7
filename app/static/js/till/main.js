// The till's entry point: opens the stores, connects the parts, and shows lock, selling screen or notice page.
// The parts' interfaces: app/types.

import { Api } from "./api.js";
import { BackupStore, restore } from "./backup_store.js";
import { openStores } from "./db.js";
import { TillScreen } from "./till_screen.js";
import { Device } from "./device.js";
import { Sync } from "./sync.js";
import { forgetCashier } from "./forget.js";
import { lockOf, shiftSheetsOf } from "./later.js";
import { Login } from "./login.js";
import { Panel } from "./panel.js";
import { Outbox } from "./outbox.js";
import { Refresher } from "./refresh.js";
import { Session, watchIdle } from "./session.js";
import { Dialogs } from "./dialogs.js";
import { askToPersist, Store } from "./store.js";
import { watchVersion } from "./update.js";
import { Windows } from "./windows.js";

export class Till {
  constructor() {
    this.root = document.getElementById("till");
    this.data = JSON.parse(document.getElementById("till-data").textContent);
    this.words = this.data.words;
    this.find = /** @type {Find} */ (
      (part) => document.querySelector(`[data-part="frame"] [data-part="${part}"], .till-top [data-part="${part}"]`)
    );
    this.dialogs = new Dialogs();
    this.dialogs.onFirst = () => this.screen?.pause();
    this.dialogs.onLast = () => this.session.now && this.screen?.resume(this.session.now);
  }

  async boot() {
    // Right after enrolment the shell is open under its own URL; from now on the till's URL shows it.
    if (!this.data.login && navigator.serviceWorker?.controller)
      history.replaceState(history.state, "", this.data.urls.till);
    if (!(await new Windows({ onTaken: () => location.reload() }).take())) {
      return this.close("window", { text: this.words.take_here, run: Windows.takeHere });
    }
    try {
      this.db = await openStores(() =>
        this.panel?.alarm(this.words.outdated, { text: this.words.reload, run: () => location.reload() }),
      );
      this.backupStore = new BackupStore();
      await restore(this.db, this.backupStore);
      this.device = await new Device(this.db, this.backupStore).load();
      this.session = await new Session(this.db, this.backupStore).load();
    } catch {
      return this.close("store");
    }
    this.#wire();
    if (!this.data.login) this.sync.start();
    watchVersion({ url: this.data.urls.worker, onWaiting: (use) => this.#offerUpdate(use) }).then((found) => {
      this.version = found;
    });
    askToPersist();
    if (this.data.login) await this.#byLogin(this.data.login);
    else await this.#byDevice();
  }

  #wire() {
    const { db, words, find, dialogs, device, backupStore } = this;
    this.api = new Api({ token: () => device.token(), onContact: (answer) => this.#onContact(answer) });
    const stamp = () => ({ token: device.now?.token, till: device.till?.id ?? null });
    this.outbox = new Outbox({ db, words, stamp, backupStore });
    this.store = new Store(db, this.outbox, backupStore);
    this.login = new Login({ device, outbox: this.outbox, urls: this.data.urls });
    this.outbox.channel?.addEventListener("message", ({ data }) => data === "signed out" && this.#leave());
    const onServer = (answer) => this.#onServerFacts(answer);
    this.sync = new Sync({ outbox: this.outbox, api: this.api, device, version: this.data.version, db, onServer });
    this.refresher = new Refresher({ api: this.api, store: this.store, device, onServer });
    this.panel = new Panel({
      find,
      words,
      dialogs,
      outbox: this.outbox,
      sync: this.sync,
      version: this.data.version,
      session: () => this.session.now,
      buyerLookup: () => this.screen?.buyerLookup,
    });
    device.onRefused = () => this.#onTokenRefused();
    find("end-shift").addEventListener("click", () => this.#endShift());
    find("lock-now").addEventListener("click", () => this.#lockNow());
  }

  /** Sell as a cashier who signed in: on the enrolled till of that booth, else on a till of the login. */
  async #byLogin(login) {
    const { device } = this;
    if (device.isAlive(device.enrolled) && device.enrolled?.till.booth.id === login.booth) device.useEnrolled();
    else if (device.useLogin(login.cashier, login.booth)) this.login.renew(login);
    else await this.login.ask(login);
    this.sync.start(); // not earlier: unsent items may need the token that was just obtained
    if (!device.now) return this.close("network");
    const { cashier, cashier_name: name, shift, booth, opened_at, float_amount } = login;
    await this.#sell({ cashier, name, shift, booth, opened_at, float_amount, kind: "login" });
  }

  /** Sell without a login on the page: go on as the cashier who signed in here before, else ask for a PIN. */
  async #byDevice() {
    const { device, session } = this;
    if (session.stored?.kind === "login" && device.logins[session.stored.cashier]) {
      device.now = device.logins[session.stored.cashier];
      if (!(await this.login.isOver())) return this.#sell(session.stored);
      await this.#forget();
    }
    if (!device.enrolled) return this.close("nobody");
    device.useEnrolled();
    const open = session.reopened();
    if (open) return this.#sell(open);
    return this.#unlock();
  }

  /** The record of the till that this browser is now; read it only after enrolment or sign-in. */
  get #till() {
    return /** @type {TillRecord} */ (this.device.till);
  }

  async #unlock(sentence = "") {
    await this.#prepare();
    this.root.hidden = true;
    const { booth, name } = this.#till;
    this.find("lock-place").textContent = `${booth.name} · ${name}`;
    const [lock, shifts] = [await lockOf(this), await shiftSheetsOf(this)];
    if (!lock || !shifts) return this.close("network");
    const cashier = await lock.ask(sentence);
    let shift = this.session.shifts[cashier.username] || null;
    if (!shift && booth.mode === "cash") {
      shift = await shifts.begin(cashier.username);
      if (!shift) return this.#unlock();
      await this.session.saveShift(cashier.username, shift);
    }
    await this.#sell({
      cashier: cashier.username,
      name: cashier.name,
      shift: shift?.id ?? null,
      booth: booth.id,
      kind: "pin",
      opened_at: shift?.opened_at ?? null,
      float_amount: shift?.float_amount ?? null,
    });
  }

  /** Load this till's caches from the device; the very first time wait up to 8 seconds for the network. */
  async #prepare() {
    const till = this.#till;
    if (this.prepared === till.id) return;
    await this.store.load(till.id);
    this.prepared = till.id;
    const fresh = this.refresher.start().then(() => this.lock?.refresh());
    if (!this.store.catalogue().length)
      await Promise.race([
        fresh,
        new Promise((resolve) => {
          setTimeout(resolve, 8000);
        }),
      ]);
  }

  /** Open the selling screen for this cashier. */
  async #sell(session) {
    await this.#prepare();
    await this.session.begin(session);
    await this.outbox.forgetOldDays(session.shift);
    const { city, demo, month } = this.device.info;
    const till = this.#till;
    const receiptKey = async () => this.#till.receipt_key;
    const isPin = session.kind === "pin";
    this.find("booth-name").textContent = till.booth.name;
    this.find("cashier-name").textContent = `· ${session.name}`;
    this.find("lock-now").hidden = !isPin;
    this.find("today-link").hidden = isPin;
    this.find("end-shift").hidden = isPin && !session.shift;
    this.root.hidden = false;
    if (!this.screen) this.#openScreen(session, { ...till, city, demo, month, receiptKey });
    this.screen?.resume(session);
    this.root.dataset.ready = "1";
    this.#watchIdle();
    this.sync.kick();
  }

  #openScreen(session, device) {
    const { root, data, outbox, api, store } = this;
    this.screen = new TillScreen({ root, data, device, session, outbox, api, store });
    // Only touch devices have a Back key.
    if (matchMedia("(pointer: coarse)").matches)
      import("./back.js").then(
        ({ watchBack }) => watchBack(this.screen),
        () => {},
      );
  }

  /** Lock an enrolled till after ten minutes without a touch; the receipt stays. */
  #watchIdle() {
    if (this.isWatching) return;
    this.isWatching = true;
    watchIdle({ onTouch: () => this.session.touch(), onIdle: () => this.#lockNow() });
  }

  #lockNow() {
    const { now } = this.session;
    if (now?.kind !== "pin" || this.dialogs.open.size) return;
    const sentence =
      !this.screen || this.screen.isEmpty ? "" : this.words.unsaved_receipt_of.replace("{name}", now.name);
    this.screen?.pause();
    this.session.close();
    this.#unlock(sentence);
  }

  async #endShift() {
    const { now } = this.session;
    if (!now || !this.screen) return;
    if (!this.screen.isEmpty) return this.screen.say(this.words.shift_receipt_open);
    const shifts = await shiftSheetsOf(this);
    if (!shifts) return this.screen.say(this.words.not_yet_here);
    const sentence = await shifts.end(now, this.#till.booth.mode);
    if (!sentence) return;
    if (now.kind === "pin") await this.session.saveShift(now.cashier, null);
    await this.session.end();
    this.screen.pause();
    this.sync.kick();
    if (now.kind === "pin") return this.#unlock(sentence);
    await this.close("shift");
    this.find("closed-title").textContent = sentence;
  }

  /** Use the server's time and version, which each answer about the till contains. */
  #onServerFacts({ server_time: time, version }) {
    if (time) this.panel.setClock((Date.parse(time) - Date.now()) / 1000);
    if (version && version !== this.data.version) this.version?.lookAgain();
  }

  /** React to an answer that refuses people's data: the cashier has signed out, or is no longer a cashier. */
  #onContact({ status, body }) {
    if (status === 403 && ["session", "cashier"].includes(body.code) && !this.isLeaving) this.#onTokenRefused();
  }

  /** React to a token that is refused: get another one for a signed-in cashier, else delete people's data here. */
  async #onTokenRefused() {
    const isLogin = this.device.now !== this.device.enrolled;
    if (isLogin && this.isLeaving) return;
    this.isLeaving = isLogin;
    if (isLogin && this.data.login) {
      if (await this.login.ask(this.data.login)) {
        this.isLeaving = false;
        return this.refresher.run();
      }
      if (await this.login.isValid()) return location.reload(); // signed in again in another tab; this page is older
    }
    const { waiting } = await this.outbox.count();
    const sentence = (isLogin ? this.words.login_over : this.words.revoked).replace("{count}", String(waiting));
    const { start, enrol } = this.data.urls;
    const act = {
      text: isLogin ? this.words.sign_in : this.words.enrol_again,
      run: () => location.assign(isLogin ? start : enrol),
    };
    this.panel.alarm(sentence, act);
    if (isLogin) return this.#leave();
    await this.store.forgetPeople();
  }

  /** Stop selling because this browser's cashier has signed out, and delete that cashier's data. */
  async #leave() {
    if (this.device.now && this.device.now === this.device.enrolled && this.session.now?.kind !== "login") return;
    this.isLeaving = true;
    this.screen?.pause();
    this.close("nobody");
    await this.#forget();
  }

  async #forget() {
    const { db, backupStore, device, session, store } = this;
    await forgetCashier(db, backupStore);
    Object.assign(device, { logins: {}, now: null });
    session.close();
    session.stored = null;
    store.forgetCached();
  }

  #offerUpdate(use) {
    const bar = this.find("update");
    bar.querySelector("button").onclick = () =>
      this.screen && !this.screen.isEmpty ? this.screen.say(this.words.shift_receipt_open) : use();
    const show = () => {
      bar.hidden = Boolean(this.screen && !this.screen.isEmpty);
    };
    show();
    setInterval(show, 3000); // between receipts only
  }

  /** Show why nobody can sell here now and what to do. @param {string} why @param {Act | null} [act] */
  async close(why, act) {
    this.root.hidden = true;
    (await import("./closed.js").catch(() => null))?.showClosed({ ...this, why, act });
  }
}

new Till().boot();
