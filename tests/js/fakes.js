// Small stands-ins for what only a browser has. The stores are fake-indexeddb, behind the till's own idb.

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";

/** The browser's cache storage, in memory, for one origin. */
export class FakeCaches {
  constructor() {
    this.entries = new Map();
  }

  async open() {
    const { entries } = this;
    const address = (request) => new URL(request.url ?? request, "https://till.test").href;
    return {
      put: async (request, response) => void entries.set(address(request), await response.text()),
      delete: async (request) => entries.delete(address(request)),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
      match: async (request) => new Response(entries.get(address(request))),
    };
  }

  async has() {
    return this.entries.size > 0;
  }

  /** What is kept, by name. */
  get names() {
    return [...this.entries.keys()].map((url) => decodeURIComponent(url.split("/").at(-1))).sort();
  }
}

/** A device without any stores. */
export function emptyDevice() {
  globalThis.indexedDB = new IDBFactory();
}

/** `addEventListener` and what hears an event, in the order of listening. */
export class FakeTarget {
  constructor(fields = {}) {
    Object.assign(this, { listeners: [] }, fields);
  }

  addEventListener(kind, listener) {
    this.listeners.push([kind, listener]);
  }

  removeEventListener(kind, listener) {
    this.listeners = this.listeners.filter((one) => one[0] !== kind || one[1] !== listener);
  }

  /** Let something happen. A listener may end it for those that come after. */
  hear(event) {
    for (const [kind, listener] of this.listeners) {
      if (kind === event.type && !event.isStopped) listener(event);
    }
    return event;
  }
}

/** A key pressed on a target, at a time in milliseconds. */
export function keyPress(key, target, at = 0, more = {}) {
  return {
    type: "keydown",
    key,
    target,
    timeStamp: at,
    defaultPrevented: false,
    isStopped: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
    stopImmediatePropagation() {
      this.isStopped = true;
    },
    ...more,
  };
}
