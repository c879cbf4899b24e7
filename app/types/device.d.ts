// The types of the device's stored data and of its page: session, caches, stores, parts by name.

interface Cashier {
  username: string;
  name: string;
  until?: string;
  pin?: { salt: string; iterations: number; verifier: string };
}
interface TillRecord {
  id: number;
  name: string;
  booth: { id: number; name: string; mode: "cash" | "record" };
  receipt_key?: string;
}
interface TillInfo {
  till?: TillRecord;
  city?: string;
  demo?: boolean;
  month?: { period: string; until: string };
  cashiers?: Cashier[];
}
/** The token that makes this browser a till. `renewed`: when a login's token was last renewed (milliseconds). */
interface DeviceRecord {
  token: string;
  till: TillRecord;
  info?: TillInfo;
  renewed?: number;
}
/** The device for the selling screen: without the token; receipts are signed with `receiptKey`. */
interface ScreenDevice extends TillRecord {
  city?: string;
  demo?: boolean;
  month?: { period: string; until: string };
  receiptKey(): Promise<string | undefined>;
}

interface ShiftStart {
  id: string;
  opened_at: string;
  float_amount: number;
}
/** The session: who sells now. */
interface SessionRecord {
  cashier: string;
  name: string;
  shift: string | null;
  booth: number;
  kind: "login" | "pin";
  opened_at: string | null;
  float_amount: number | null;
}

/** The cashier for whom the page was rendered; null in the shell. */
interface SignedIn {
  cashier: string;
  cashier_name: string;
  shift: string | null;
  booth: number;
  opened_at: string | null;
  float_amount: number | null;
}
/** The data in the page (app/web/cashier/till_page.py; words: app/web/cashier/till_messages.py). */
interface PageData {
  version: string;
  login: SignedIn | null;
  words: Words;
  urls: { device: string; till: string; worker: string; start: string; enrol: string };
}

/** GET /api/v1/till/buyers: people as [id, name, unit, position, last4, "", digests of card and KODE]. */
interface BuyersBody {
  key: string;
  units: string[];
  positions: string[];
  people: BuyerRow[];
}
type BuyerRow = [number, string, number, number, string, ...string[]];
/** GET /api/v1/till/standings: rows of [employee, status, shortfall, last sale today]. */
interface StandingsBody {
  as_of: string;
  until: string;
  statuses: string[];
  rows: [number, number, number, (string | null)?][];
}
type CacheName = "catalogue" | "buyers" | "standings";
/** A cached answer of GET (`body`) for one till. */
interface Cached {
  till?: number;
  etag?: string;
  body: any;
}

/** A person; `twin`: another person has the same name; `isGuess`: one letter of the name was typed differently. */
interface Person {
  id: number;
  name: string;
  unit: string;
  position: string;
  last4: string;
  twin: boolean;
  isGuess?: boolean;
}
/** A row of the search: a person, a person for a typed number, a product, or the typed text itself. */
type Choice = { fault?: string; isSure?: boolean; hint?: string } & (
  | { hit: Person; ref?: BuyerRef; unknown?: undefined; product?: undefined }
  | { product: Product; hit?: undefined; ref?: undefined; unknown?: undefined }
  | { hit?: undefined; ref: BuyerRef; unknown: string; product?: undefined }
);

interface OwnSale {
  id: string;
  employee: number | null;
  amount: number;
  at: string;
  sent?: boolean;
  voided?: boolean;
}

/** A sale as the result panel and the printed receipt show it. */
interface ShownSale {
  id: string;
  receipt: string;
  buyer: string;
  last4?: string;
  total: number;
  lines: Line[];
  rest: string;
  asOf: string;
  sale: Sale;
}
interface ShownGroup {
  receipts: ShownSale[];
  total: number;
  change: number | null;
  cashier: string;
  cashierName: string;
}

/** The group sale in the result panel; `states`: the server's answers about its items so far. */
interface AnsweredGroup extends ShownGroup {
  voided: boolean;
  states: Map<string, { result: string; errors?: Record<string, string> }>;
}

/** A button of the alarm, or of the page shown instead of the screen. */
interface Act {
  text: string;
  run(): void;
}

/** The stores of the device (idb). A draft is the JSON of a Draft. */
type TillStores = {
  meta: { key: string; value: any };
  queue: { key: string; value: Entry; indexes: { seq: number } };
  done: { key: string; value: Done };
  catalogue: { key: string; value: Cached };
  buyers: { key: string; value: Cached };
  standings: { key: string; value: Cached };
  drafts: { key: string; value: string };
};
type Draft = Receipt & { visit?: GroupSale };
type TillDb = import("idb").IDBPDatabase<TillStores>;

/** The parts of the page by `data-part`; those that are no plain elements are named. */
interface Parts {
  "alarm-act": HTMLButtonElement;
  "closed-act": HTMLButtonElement;
  code: HTMLInputElement;
  counted: HTMLInputElement;
  float: HTMLInputElement;
  given: HTMLInputElement;
  lock: HTMLDialogElement;
  name: HTMLInputElement;
  panel: HTMLDialogElement;
  pin: HTMLInputElement;
  reason: HTMLInputElement;
  search: HTMLInputElement;
  "shift-end": HTMLDialogElement;
  "shift-start": HTMLDialogElement;
  slips: HTMLDialogElement;
}
type Find = <P extends string>(part: P) => P extends keyof Parts ? Parts[P] : HTMLElement;

/** The field where a scanner began to type, and its text before; `field` null: on the page itself. `from`: the focused
 *  element when a run that began on the page moved into a field. */
interface ScanPlace {
  field: Field | null;
  before: string;
  from?: HTMLElement | null;
}

/** Show a sentence for a while and announce it to screen readers; quiet: only announce it. */
type Say = (sentence: string, how?: { quiet?: boolean }) => void;

/** Whether the name at this position of the roster matches a typed word. */
type NameTest = (at: number, word: string) => boolean;
