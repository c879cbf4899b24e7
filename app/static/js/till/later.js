// Parts whose code is loaded at their first use: camera, printed receipts, lock, shift dialogs.

/** Return the screen's camera, loading its code at first; null if the code cannot be loaded. */
export async function cameraOf(screen) {
  if (screen.camera) return screen.camera;
  const Camera = (await import("./camera.js").catch(() => null))?.Camera;
  if (!Camera) return null;
  const toggled = (isOpen) => screen.find("camera-open").setAttribute("aria-pressed", String(isOpen));
  const on = { toggled, code: (code) => screen.scanned(code), say: (text) => screen.say(text) };
  screen.camera ||= new Camera({ panel: screen.find("camera"), words: screen.words, on });
  return screen.camera;
}

/** Return the screen's printed receipts, in the same way. */
export async function slipsOf(screen) {
  const Slips = (await import("./receipt.js").catch(() => null))?.Slips;
  if (!Slips) return null;
  const { words, device } = screen;
  screen.slips ||= new Slips({ dialog: screen.find("slips"), words, device, receiptKey: () => device.receiptKey() });
  return screen.slips;
}

/** Return the till's lock, in the same way. */
export async function lockOf(till) {
  const Lock = (await import("./lock.js").catch(() => null))?.Lock;
  if (!Lock) return null;
  const { find, db, words, dialogs, device } = till;
  till.lock ||= new Lock({ find, db, words, dialogs, people: () => device.info.cashiers || [] });
  return till.lock;
}

/** Return the dialogs that open and close a shift, in the same way. */
export async function shiftSheetsOf(till) {
  const ShiftSheets = (await import("./shift.js").catch(() => null))?.ShiftSheets;
  if (!ShiftSheets) return null;
  till.shifts ||= new ShiftSheets(till);
  return till.shifts;
}
