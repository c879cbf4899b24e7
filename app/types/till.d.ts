// What the parts of the till promise each other. Shapes only: nothing here is served. Money is whole rupiah; instants
// are ISO text with the device's offset, or milliseconds where a name ends in `_at` of an entry. The server's JSON is
// described in docs/api.md; here stands what the till reads of it.

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

/** By what the server is told who buys. */
interface BuyerRef {
  employee?: number;
  nip?: string;
  code?: string;
  card?: string;
  name?: string;
  public?: boolean;
}

/** What remains of a minimum; `asOf` is empty when the server said it just now. */
interface Rest {
  status: string;
  shortfall: number;
  until: string;
  asOf: string;
}

/** When somebody last bought today; the amount only where this device sold it. */
interface Served {
  time: string;
  amount: number | null;
}

/** Who was found. */
interface Found {
  ref: BuyerRef;
  name: string;
  line: string;
  kind: "employee" | "public" | "unresolved";
  last4?: string;
  unconfirmed?: boolean;
}

/** Who stands on a receipt, what is known of them and what was answered; `before`: pieces when they were picked. */
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
/** A receipt that waits for the one who pays for several: it has its buyer. */
interface PendingReceipt extends Receipt {
  buyer: Buyer;
}
type GroupSale = PendingReceipt[];
/** What is on the screen: the receipts that wait, and the one being written. */
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

/** What is handed to the queue. */
type Given = { kind: "sale"; item: Sale } | { kind: "void"; item: VoidItem } | { kind: "shift"; item: ShiftItem };
/** All fields of any kind, for code that reads an item whatever it is. */
type Item = { id: string; cashier: string } & Partial<Omit<Sale & VoidItem & ShiftItem, "id" | "cashier">>;

/** An item on the device, with token, till and cashier of its moment. `aside`: refused, not yet held by the server. */
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

/** What the server says of one item; `ack` is its signature over id and result. */
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

/** What the list of today keeps of an item: numbers only, no name and no NIP. */
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

/** How the sending goes. `needs`: the cashier whose sign-in the rest waits for; `at`: when the server last had all. */
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

/** `offline`: nobody answered, or what answered was not our server. `body` is unread JSON. */
interface ServerAnswer {
  status?: number;
  body?: any;
  etag?: string;
  offline?: boolean;
  retryAfter?: number;
}

/** How a call asks: what it holds already, under which token when not the till's own, for how long. */
interface Asking {
  etag?: string;
  token?: string | null;
  seconds?: number;
}

/** By what a buyer is named in a receipt's code, and what was typed. */
interface BuyerRead {
  key: keyof BuyerRef | "";
  value: string;
  name: string;
}
type Bytes = Uint8Array | number[];
