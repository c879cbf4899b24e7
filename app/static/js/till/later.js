// Parts whose code is fetched when somebody first wants them: camera, receipts to print, lock, a shift's two ends.

/** The screen's camera, made when it is first opened; null while its code cannot be fetched. */
export async function cameraOf(screen) {
  if (screen.camera) return screen.camera;
  const Camera = (await import("./camera.js").catch(() => null))?.Camera;
  if (!Camera) return null;
  const toggled = (isOpen) => screen.find("camera-open").setAttribute("aria-pressed", String(isOpen));
  const on = { toggled, code: (code) => screen.scanned(code), say: (text) => screen.say(text) };
  screen.camera ||= new Camera({ panel: screen.find("camera"), words: screen.words, on });
  return screen.camera;
}

/** The screen's receipts, likewise. */
export async function slipsOf(screen) {
  const Slips = (await import("./receipt.js").catch(() => null))?.Slips;
  if (!Slips) return null;
  const { words, device } = screen;
  screen.slips ||= new Slips({ dialog: screen.find("slips"), words, device, receiptKey: () => device.receiptKey() });
  return screen.slips;
}

/** The till's lock, likewise. */
export async function lockOf(till) {
  const Lock = (await import("./lock.js").catch(() => null))?.Lock;
  if (!Lock) return null;
  const { find, db, words, dialogs, device } = till;
  till.lock ||= new Lock({ find, db, words, dialogs, people: () => device.info.cashiers || [] });
  return till.lock;
}

/** The sheets that begin and end a shift, likewise. */
export async function shiftSheetsOf(till) {
  const ShiftSheets = (await import("./shift.js").catch(() => null))?.ShiftSheets;
  if (!ShiftSheets) return null;
  till.shifts ||= new ShiftSheets(till);
  return till.shifts;
}
