// The till: boot and wiring. What the parts promise each other: app/types.

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
    this.sheets = new Dialogs();
    this.sheets.onFirst = () => this.desk?.pause();
    this.sheets.onLast = () => this.session.now && this.desk?.resume(this.session.now);
  }

  async boot() {
    // The shell under its own name (right after enrolment) is the till all the same; from now on it is opened as such.
    if (!this.data.login && navigator.serviceWorker?.controller)
      history.replaceState(history.state, "", this.data.urls.till);
    if (!(await new Windows({ onTaken: () => location.reload() }).take())) {
      return this.close("window", { text: this.words.take_here, run: Windows.takeHere });
    }
    try {
      this.db = await openStores(() =>
        this.panel?.alarm(this.words.outdated, { text: this.words.reload, run: () => location.reload() }),
      );
      this.copy = new BackupStore();
      await restore(this.db, this.copy);
      this.device = await new Device(this.db, this.copy).load();
      this.session = await new Session(this.db, this.copy).load();
    } catch {
      return this.close("store");
    }
    this.#wire();
    if (!this.data.login) this.flusher.start();
    watchVersion({ url: this.data.urls.worker, onWaiting: (use) => this.#offerUpdate(use) }).then((found) => {
      this.version = found;
    });
    askToPersist();
    if (this.data.login) await this.#byLogin(this.data.login);
    else await this.#byDevice();
  }

  #wire() {
    const { db, words, find, sheets, device, copy } = this;
    this.api = new Api({ token: () => device.token(), onContact: (answer) => this.#listen(answer) });
    const stamp = () => ({ token: device.now?.token, till: device.till?.id ?? null });
    this.queue = new Outbox({ db, words, stamp, copy });
    this.store = new Store(db, this.queue, copy);
    this.login = new Login({ device, queue: this.queue, urls: this.data.urls });
    this.queue.channel?.addEventListener("message", ({ data }) => data === "signed out" && this.#leave());
    const onServer = (answer) => this.#heard(answer);
    this.flusher = new Sync({ queue: this.queue, api: this.api, device, version: this.data.version, db, onServer });
    this.refresher = new Refresher({ api: this.api, store: this.store, device, onServer });
    this.panel = new Panel({
      find,
      words,
      sheets,
      queue: this.queue,
      flusher: this.flusher,
      version: this.data.version,
      session: () => this.session.now,
      known: () => this.desk?.known,
    });
    device.onRefused = () => this.#refused();
    find("end-shift").addEventListener("click", () => this.#endShift());
    find("lock-now").addEventListener("click", () => this.#lockNow());
  }

  /** A cashier signed in with a password: the enrolled till of that booth, or a till of this browser's own. */
  async #byLogin(login) {
    const { device } = this;
    if (device.isAlive(device.enrolled) && device.enrolled?.till.booth.id === login.booth) device.useEnrolled();
    else if (device.useLogin(login.cashier, login.booth)) this.login.askLater(login);
    else await this.login.ask(login);
    this.flusher.start(); // not before: what waits goes out under the token of now
    if (!device.now) return this.close("network");
    const { cashier, cashier_name: name, shift, booth, opened_at, float_amount } = login;
    await this.#sell({ cashier, name, shift, booth, opened_at, float_amount, kind: "login" });
  }

  /** Nobody is signed in: the enrolled till asks for a PIN, the browser of a signed-in cashier goes on as it was. */
  async #byDevice() {
    const { device, session } = this;
    if (session.kept?.kind === "login" && device.logins[session.kept.cashier]) {
      device.now = device.logins[session.kept.cashier];
      if (!(await this.login.isOver())) return this.#sell(session.kept);
      await this.#forget();
    }
    if (!device.enrolled) return this.close("nobody");
    device.useEnrolled();
    const open = session.reopened();
    if (open) return this.#sell(open);
    return this.#unlock();
  }

  /** The till this browser is now; only asked for once it is one. */
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
      await this.session.keepShift(cashier.username, shift);
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

  /** The caches of this till, from the device; the first time ever from the network. */
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

  /** Open the desk for this cashier. */
  async #sell(session) {
    await this.#prepare();
    await this.session.begin(session);
    await this.queue.forgetOldDays(session.shift);
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
    if (!this.desk) this.#openDesk(session, { ...till, city, demo, month, receiptKey });
    this.desk?.resume(session);
    this.root.dataset.ready = "1";
    this.#watchIdle();
    this.flusher.kick();
  }

  #openDesk(session, device) {
    const { root, data, queue, api, store } = this;
    this.desk = new TillScreen({ root, data, device, session, queue, api, store });
    // Only fingers have a Back key of their own.
    if (matchMedia("(pointer: coarse)").matches)
      import("./back.js").then(
        ({ watchBack }) => watchBack(this.desk),
        () => {},
      );
  }

  /** Ten minutes without a touch lock an enrolled till; the note stays. */
  #watchIdle() {
    if (this.isWatching) return;
    this.isWatching = true;
    watchIdle({ onTouch: () => this.session.touch(), onIdle: () => this.#lockNow() });
  }

  #lockNow() {
    const { now } = this.session;
    if (now?.kind !== "pin" || this.sheets.open.size) return;
    const sentence = !this.desk || this.desk.isEmpty ? "" : this.words.note_kept_of.replace("{name}", now.name);
    this.desk?.pause();
    this.session.close();
    this.#unlock(sentence);
  }

  async #endShift() {
    const { now } = this.session;
    if (!now || !this.desk) return;
    if (!this.desk.isEmpty) return this.desk.say(this.words.shift_note_open);
    const shifts = await shiftSheetsOf(this);
    if (!shifts) return this.desk.say(this.words.not_yet_here);
    const told = await shifts.end(now, this.#till.booth.mode);
    if (!told) return;
    if (now.kind === "pin") await this.session.keepShift(now.cashier, null);
    await this.session.end();
    this.desk.pause();
    this.flusher.kick();
    if (now.kind === "pin") return this.#unlock(told);
    await this.close("shift");
    this.find("closed-title").textContent = told;
  }

  /** What the server says of itself: its time, its version. */
  #heard({ server_time: time, version }) {
    if (time) this.panel.setClock((Date.parse(time) - Date.now()) / 1000);
    if (version && version !== this.data.version) this.version?.lookAgain();
  }

  /** The server shows this browser nobody any more: its cashier is not signed in, or no cashier now. */
  #listen({ status, body }) {
    if (status === 403 && ["session", "cashier"].includes(body.code) && !this.isLeaving) this.#refused();
  }

  /** The token is no longer accepted, or reads nothing. Who is signed in here gets another; else people leave. */
  async #refused() {
    const isLogin = this.device.now !== this.device.enrolled;
    if (isLogin && this.isLeaving) return;
    this.isLeaving = isLogin;
    if (isLogin && this.data.login) {
      if (await this.login.ask(this.data.login)) {
        this.isLeaving = false;
        return this.refresher.run();
      }
      if (await this.login.stands()) return location.reload(); // signed in anew in another tab: this page is of before
    }
    const { waiting } = await this.queue.count();
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

  /** The cashier of this browser has signed out: nobody sells on in that name, with or without a network. */
  async #leave() {
    if (this.device.now && this.device.now === this.device.enrolled && this.session.now?.kind !== "login") return;
    this.isLeaving = true;
    this.desk?.pause();
    this.close("nobody");
    await this.#forget();
  }

  async #forget() {
    const { db, copy, device, session, store } = this;
    await forgetCashier(db, copy);
    Object.assign(device, { logins: {}, now: null });
    session.close();
    session.kept = null;
    store.forgetCached();
  }

  #offerUpdate(use) {
    const bar = this.find("update");
    bar.querySelector("button").onclick = () =>
      this.desk && !this.desk.isEmpty ? this.desk.say(this.words.shift_note_open) : use();
    const show = () => {
      bar.hidden = Boolean(this.desk && !this.desk.isEmpty);
    };
    show();
    setInterval(show, 3000); // between notes only
  }

  /** Nobody can sell here now; say why and what to do. @param {string} why @param {Act | null} [act] */
  async close(why, act) {
    this.root.hidden = true;
    (await import("./closed.js").catch(() => null))?.showClosed({ ...this, why, act });
  }
}

new Till().boot();
