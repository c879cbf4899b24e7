// The same for the parts of the selling screen (see rule_parts.d.ts).

import type { SaleResult } from "../static/js/till/sale_result.js";
import type { Api } from "../static/js/till/api.js";
import type { Finder } from "../static/js/till/buyer.js";
import type { Camera, Fresh } from "../static/js/till/camera.js";
import type { TillScreen } from "../static/js/till/till_screen.js";
import type { CatalogueGrid, GoodsIndex } from "../static/js/till/catalogue_grid.js";
import type { Keys } from "../static/js/till/keys.js";
import type { Pay } from "../static/js/till/pay.js";
import type { People } from "../static/js/till/people.js";
import type { Outbox } from "../static/js/till/outbox.js";
import type { Slips } from "../static/js/till/receipt.js";
import type { Scans } from "../static/js/till/scan.js";
import type { Store } from "../static/js/till/store.js";
import type { BuyerPanel } from "../static/js/till/buyer_panel.js";

declare module "../static/js/till/sale_result.js" {
  interface SaleResult {
    panel: HTMLElement;
    last: HTMLElement;
    words: Words;
    put: (items: Given[]) => Promise<unknown>;
    on: { say: Say; next(): void; print(done: ShownGroup, after: () => void): void; undone(ids: string[]): void };
    part: Find;
    done: AnsweredGroup | null;
    busy: boolean;
    timer: number;
  }
}

declare module "../static/js/till/buyer.js" {
  interface Finder {
    box: HTMLElement;
    input: HTMLInputElement;
    list: HTMLElement;
    people: People;
    ask: (query: string) => Promise<Person[] | null>;
    barcodes: () => Map<string, Product>;
    goods: (text: string) => Product[];
    words: Words;
    on: { say: Say; pick(buyer: Found): void; product(product: Product): void };
    choices: Choice[];
    shown: string;
    timer: number;
    later: number;
  }
}

declare module "../static/js/till/camera.js" {
  interface Camera {
    panel: HTMLElement;
    words: Words;
    on: { say: Say; code(text: string): void; toggled(isOpen: boolean): void };
    part: Find;
    turn: symbol | null;
    stream: MediaStream | null;
    detector: BarcodeDetectorLike;
    fresh: Fresh;
    idle: number;
  }
}

declare module "../static/js/till/till_screen.js" {
  interface TillScreen {
    root: HTMLElement;
    data: PageData;
    device: ScreenDevice;
    session: SessionRecord;
    outbox: Outbox;
    api: Api;
    store: Store;
    words: Words;
    find: Find;
    receipt: Receipt;
    group: GroupSale;
    beforeStep: Receipt | null;
    pickedAt: number;
    idle: number;
    payment: Payment;
    barcodes: Map<string, Product>;
    buyerPanel: BuyerPanel;
    saleResult: SaleResult;
    finder: Finder;
    catalogueGrid: CatalogueGrid;
    pay: Pay;
    scans: Scans;
    keys: Keys;
    camera?: Camera;
    slips?: Slips;
  }
}

declare module "../static/js/till/catalogue_grid.js" {
  interface CatalogueGrid {
    grid: HTMLElement;
    tabs: HTMLElement;
    words: Words;
    onProduct: (product: Product, byHand: boolean) => void;
    catalogue: Product[];
    shelves: Map<string, Product[]>;
    shelf: string;
    search: GoodsSearch;
  }
  interface GoodsSearch {
    field: HTMLInputElement;
    words: Words;
    say: Say;
    on: { show(found: Product[] | null): void; take(product: Product): void; done(): void };
    index: GoodsIndex;
    barcodes: Map<string, Product>;
    isFiltered: boolean;
  }
}

declare module "../static/js/till/keys.js" {
  interface Keys {
    screen: TillScreen;
  }
}

declare module "../static/js/till/buyer_lookup.js" {
  interface BuyerLookup {
    api: Api;
  }
}

declare module "../static/js/till/pay.js" {
  interface Pay {
    root: HTMLElement;
    mode: "cash" | "record";
    words: Words;
    on: {
      quantity(at: number, count: number): void;
      given(amount: number | null): void;
      save(payment?: string): void;
      takeBack(at: number): void;
      drop(at: number): void;
    };
    part: Find;
    cash: HTMLInputElement;
    sure: string;
  }
}

declare module "../static/js/till/receipt.js" {
  interface Slips {
    dialog: HTMLDialogElement;
    words: Words;
    device: ScreenDevice;
    receiptKey: () => Promise<string | undefined>;
    styles?: CSSStyleSheet;
    onClosed?: () => void;
  }
}

declare module "../static/js/till/announcer.js" {
  interface Announcer {
    bar: HTMLElement;
    live: HTMLElement;
    timer: number;
  }
}

declare module "../static/js/till/buyer_panel.js" {
  interface BuyerPanel {
    find: Find;
    words: Words;
    on: { say: Say; change(): void; confirm(): void; goOn(): void };
    buyer: Buyer | null;
  }
}
