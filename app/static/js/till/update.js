// The service worker's coming and going: registered once, looked for anew when the server names another version.
// A new version waits until nothing is being written; the queue is the same for both.

/** Register it where the browser has one.
 *  `onWaiting(takeOver)`: a newer version is ready; `takeOver()` reloads with it. */
export async function watchVersion({ url, onWaiting }) {
  if (!navigator.serviceWorker) return null;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(url);
  } catch {
    return null; // no network, or a certificate the browser does not trust: the self-check says so
  }
  const offer = () => {
    const { waiting, active } = registration;
    if (!waiting || !active) return; // the very first one takes over by itself
    onWaiting(() => {
      // A page that no worker serves yet, as on the first day, hears of no change of its worker: the worker says it.
      waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
      waiting.postMessage("take over");
    });
  };
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => installing.state === "installed" && offer());
  });
  offer();
  return { lookAgain: () => registration.update().catch(() => {}) };
}
