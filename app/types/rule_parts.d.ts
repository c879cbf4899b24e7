// The fields of the parts for storing and checking (outbox, device, people), which their constructors assign with
// `Object.assign(this, …)` or which are set later. The classes are in the served files; these types are not served.

import type { BackupStore } from "../static/js/till/backup_store.js";
import type { Outbox } from "../static/js/till/outbox.js";
import type { Run } from "../static/js/till/scan.js";
import type { Spellings } from "../static/js/till/spelling.js";
import type { OwnSales } from "../static/js/till/standing.js";

declare module "../static/js/till/people.js" {
  interface People {
    units: string[];
    positions: string[];
    rows: BuyerRow[];
    key: string;
    places: string[];
    names: string[];
    order: number[];
    byId: Map<number, number>;
    byKey: Map<string, number>;
    namesakes: Map<string, number>;
    spellings?: Spellings | null;
  }
}

declare module "../static/js/till/scan.js" {
  interface Run {
    text: string;
    longest: number;
    from: number;
    isTaken: boolean;
  }
  interface Scans {
    on: {
      code(code: string, isWithSign: boolean): void;
      isExisting(text: string): boolean;
      isMoney(text: string): boolean;
    };
    run: Run;
    place: ScanPlace | null;
    burst: ScanPlace | null;
    target: EventTarget | null;
    timer: number;
  }
}

declare module "../static/js/till/standing.js" {
  interface OwnSales {
    receipts: Map<string, OwnSale>;
  }
  interface Standings {
    own: OwnSales;
    asOf: string | null;
    until: string;
    statuses: string[];
    rows: Map<number, StandingsBody["rows"][number]>;
  }
}

declare module "../static/js/till/device.js" {
  interface Device {
    db: TillDb;
    backupStore: BackupStore;
    enrolled: DeviceRecord | null;
    logins: Record<string, DeviceRecord>;
    dead: string[];
    now: DeviceRecord | null;
  }
}

declare module "../static/js/till/outbox.js" {
  interface Outbox {
    db: TillDb;
    words: Words;
    stamp: () => { token: string | null | undefined; till: number | null };
    backupStore: BackupStore;
    flags: Flags;
    listeners: ((state: Flags & Counted) => void)[];
    answerListeners: ((reply: Reply) => void)[];
    counted: Counted;
  }
}

declare module "../static/js/till/session.js" {
  interface Session {
    db: TillDb;
    backupStore: BackupStore;
    now: SessionRecord | null;
    stored: SessionRecord | null;
    shifts: Record<string, ShiftStart>;
  }
}

declare module "../static/js/till/store.js" {
  interface Store {
    db: TillDb;
    outbox: Outbox;
    backupStore: BackupStore;
    cached: Partial<Record<CacheName, Cached>>;
    drafts: Record<string, string>;
    listeners: ((name: CacheName) => void)[];
  }
}
