// The same for the parts around the selling screen: sending, lock, shift, dialogs (see rule_parts.d.ts).

import type { Api } from "../static/js/till/api.js";
import type { BackupStore } from "../static/js/till/backup_store.js";
import type { TillScreen } from "../static/js/till/till_screen.js";
import type { Device } from "../static/js/till/device.js";
import type { Sync } from "../static/js/till/sync.js";
import type { BuyerLookup } from "../static/js/till/buyer_lookup.js";
import type { Lock } from "../static/js/till/lock.js";
import type { Login } from "../static/js/till/login.js";
import type { Panel } from "../static/js/till/panel.js";
import type { PanelSheet } from "../static/js/till/panel_sheet.js";
import type { Outbox } from "../static/js/till/outbox.js";
import type { Refresher } from "../static/js/till/refresh.js";
import type { Session } from "../static/js/till/session.js";
import type { Dialogs } from "../static/js/till/dialogs.js";
import type { ShiftSheets } from "../static/js/till/shift.js";
import type { Store } from "../static/js/till/store.js";

declare module "../static/js/till/api.js" {
  interface Api {
    token: () => string | null;
    onContact: (answer: { status: number; body: any; began: number; ended: number }) => void;
  }
}

declare module "../static/js/till/sync.js" {
  interface Sync {
    outbox: Outbox;
    api: Api;
    device: Device;
    version: string;
    db: TillDb;
    onServer: (body: { server_time?: string; version?: string }) => void;
    locks?: LockManager;
    running: Promise<void> | null;
    timer: number;
  }
}

declare module "../static/js/till/lock.js" {
  interface Lock {
    find: Find;
    db: TillDb;
    words: Words;
    dialogs: Dialogs;
    people: () => Cashier[];
    picked: Cashier | null;
    done: (cashier: Cashier) => void;
    isTrying: boolean;
  }
}

declare module "../static/js/till/login.js" {
  interface Login {
    device: Device;
    outbox: Outbox;
    urls: PageData["urls"];
  }
}

declare module "../static/js/till/main.js" {
  interface Till {
    root: HTMLElement;
    data: PageData;
    words: Words;
    find: Find;
    dialogs: Dialogs;
    db: TillDb;
    backupStore: BackupStore;
    device: Device;
    session: Session;
    api: Api;
    outbox: Outbox;
    store: Store;
    login: Login;
    sync: Sync;
    refresher: Refresher;
    panel: Panel;
    shifts?: ShiftSheets;
    lock?: Lock;
    screen?: TillScreen;
    version?: { lookAgain(): void } | null;
    prepared: number;
    isWatching: boolean;
    isLeaving: boolean;
  }
}

declare module "../static/js/till/panel.js" {
  interface Panel {
    find: Find;
    words: Words;
    dialogs: Dialogs;
    outbox: Outbox;
    sync: Sync;
    version: string;
    session: () => SessionRecord | null;
    buyerLookup: () => BuyerLookup | undefined;
    clockOff: number | null;
    isClockShown: boolean;
    state: Flags & Counted;
    sheet?: PanelSheet;
  }
}

declare module "../static/js/till/panel_sheet.js" {
  interface PanelSheet {
    panel: Panel;
    find: Find;
    words: Words;
    outbox: Outbox;
    session: () => SessionRecord | null;
    buyerLookup: () => BuyerLookup | undefined;
    voided: Set<string | null>;
  }
}

declare module "../static/js/till/refresh.js" {
  interface Refresher {
    api: Api;
    store: Store;
    device: Device;
    onServer: (body: { server_time?: string; version?: string }) => void;
  }
}

declare module "../static/js/till/dialogs.js" {
  interface Dialogs {
    open: Set<HTMLDialogElement>;
    onFirst: () => void;
    onLast: () => void;
  }
}

declare module "../static/js/till/shift.js" {
  interface ShiftSheets {
    find: Find;
    words: Words;
    dialogs: Dialogs;
    outbox: Outbox;
    sync: Sync;
    api: Api;
    db: TillDb;
    cashier: string;
    session: SessionRecord;
    isCash: boolean;
    isBusy: boolean;
    done: string | null;
    shownAt: number;
    started?: (shift: ShiftStart | null) => void;
  }
}

declare module "../static/js/till/windows.js" {
  interface Windows {
    onTaken: () => void;
    locks?: LockManager;
  }
}
