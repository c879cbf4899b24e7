// What the service worker has that other workers have not, and what the server writes at its head (app/web/cashier).

declare const CACHED: { version: string; shell: string; till: string; enrol: string; files: string[] };

interface WorkerGlobalScopeEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  message: MessageEvent;
}
interface WorkerGlobalScope {
  skipWaiting(): Promise<void>;
}
