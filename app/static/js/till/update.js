// Registers the service worker, and looks for a new one when the server reports another version. A new version takes
// over only while no receipt is being written; both versions share the outbox.

/** Register the worker if the browser supports it.
 *  `onWaiting(takeOver)`: a newer version is ready; `takeOver()` reloads with it. */
export async function watchVersion({ url, onWaiting }) {
  if (!navigator.serviceWorker) return null;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(url);
  } catch {
    return null; // no network, or an untrusted certificate; the self-check reports it
  }
  const offer = () => {
    const { waiting, active } = registration;
    if (!waiting || !active) return; // the first worker takes over by itself
    onWaiting(() => {
      // A page without a worker, as on the first day, gets no event when its worker changes, so the worker sends one.
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
