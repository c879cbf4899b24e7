// The types that the till's parts share. Nothing here is served. Money is whole rupiah; instants are ISO text with the
// device's offset, or milliseconds in fields of an entry that end in `_at`. docs/api.md describes the server's JSON;
// here are the fields that the till reads.

type Words = Record<string, string>;
type Payment = "cash" | "qris" | "transfer" | "none";
type Result = "recorded" | "replayed" | "parked" | "conflict" | "refused";

/** A product with a price, as the buttons show it. */
interface Product {
  id: number;
  maker: string;
  name: string;
  price: number;
  category?: string;
  favourite?: boolean;
  barcode?: string;
  /** Slugs; a page that knows no word for one shows nothing. */
  warnings?: string[];
}

/** One line: a product, or goods typed by hand (`product` null). */
interface Line {
  product: number | null;
  maker: string;
  name: string;
  quantity: number;
  unitPrice: number;
}

/** How the buyer is identified for the server. */
interface BuyerRef {
  employee?: number;
  nip?: string;
  code?: string;
  card?: string;
  name?: string;
  public?: boolean;
}

/** What remains of a minimum; `asOf` is empty if the server has just answered. */
interface Rest {
  status: string;
  shortfall: number;
  until: string;
  asOf: string;
}

/** When a person last bought today; the amount only if this device sold it. */
interface Served {
  time: string;
  amount: number | null;
}

/** A buyer that the search found. */
interface Found {
  ref: BuyerRef;
  name: string;
  line: string;
  kind: "employee" | "public" | "unresolved";
  last4?: string;
  unconfirmed?: boolean;
}

/** The buyer of a receipt, with standing and answered questions; `before`: pieces when the buyer was picked. */
interface Buyer extends Found {
  rest?: Rest | null;
  served?: Served | null;
  goesOn?: boolean;
  before?: number;
}

/** The receipt being written. `given`: cash handed over, null when nothing was typed. */
interface Receipt {
  id: string;
  buyer: Buyer | null;
  lines: Line[];
  given: number | null;
}
/** A finished receipt of a group sale, with its buyer. */
interface PendingReceipt extends Receipt {
  buyer: Buyer;
}
type GroupSale = PendingReceipt[];
/** The finished receipts of a group sale, and the one being written. */
type GroupAndReceipt = { group: GroupSale; receipt: Receipt };

/** What a typed or scanned text probably is. */
type Classified =
  | { kind: "product"; product: Product; value?: undefined }
  | { kind: "nip" | "digits" | "text"; value: string; product?: undefined };

/** A sale as the server reads it (docs/api.md). */
interface Sale {
  id: string;
  sold_at: string;
  cashier: string;
  shift: string | null;
  buyer: BuyerRef;
  lines: { product?: number; maker?: string; name?: string; quantity: number; unit_price: number }[];
  payment: Payment;
}
interface VoidItem {
  id: string;
  void_of: string;
  reason: string;
  sold_at: string;
  cashier: string;
}
interface ShiftItem {
  id: string;
  cashier: string;
  opened_at: string | null | undefined;
  closed_at?: string;
  float_amount?: number;
  counted_amount?: number;
  first_counted_amount?: number;
  difference_reason?: string;
}

/** What `Outbox.put` takes. */
type Given = { kind: "sale"; item: Sale } | { kind: "void"; item: VoidItem } | { kind: "shift"; item: ShiftItem };
/** All fields of any kind, for code that reads an item whatever it is. */
type Item = { id: string; cashier: string } & Partial<Omit<Sale & VoidItem & ShiftItem, "id" | "cashier">>;

/** An item of the outbox, with its token, till and cashier. State `aside`: refused, not yet in the server's list. */
interface Entry {
  id: string;
  kind: Given["kind"];
  item: Item;
  token: string;
  till: number | null;
  cashier: string;
  seq: number;
  made_at: number;
  tries: number;
  state: "waiting" | "aside";
  errors?: Record<string, string>;
}

/** The server's answer about one item; `ack` is its signature of id and result. */
interface ItemAnswer {
  id: string;
  result: Result;
  first_result?: Result;
  receipt?: string;
  month?: string;
  flags?: string[];
  errors?: Record<string, string>;
  ack?: string;
}
type Reply = ItemAnswer & { kind: Given["kind"] };

/** An item's row in today's list: numbers only, no name and no NIP. */
interface Done {
  id: string;
  kind: Given["kind"];
  cashier: string;
  receipt: string;
  amount: number;
  at: string;
  day: string;
  result: Result | "waiting" | "held";
  employee: number | null;
  payment: Payment | null;
  shift: string | null;
  void_of: string | null;
  month: string | null;
  flags: string[];
  errors: Record<string, string>;
}

/** The state of sending. `needs`: the cashier who must sign in to send the rest; `at`: when all was last sent. */
interface Flags {
  sending: boolean;
  offline: boolean;
  at: number | null;
  needs: string;
}
interface Counted {
  waiting: number;
  rejected: number;
  oldest: number | null;
}
interface Batch {
  path: string;
  token: string;
  entries: Entry[];
  others: number;
  closed?: boolean;
}

/** `offline`: no answer, or an answer that is not our server's. `body` is unchecked JSON. */
interface ServerAnswer {
  status?: number;
  body?: any;
  etag?: string;
  offline?: boolean;
  retryAfter?: number;
}

/** Options of a request: the cached version's ETag, another token than the till's own, the timeout. */
interface Asking {
  etag?: string;
  token?: string | null;
  seconds?: number;
}

/** How a receipt's code identifies the buyer, and the typed text. */
interface BuyerRead {
  key: keyof BuyerRef | "";
  value: string;
  name: string;
}
type Bytes = Uint8Array | number[];
