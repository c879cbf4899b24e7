// Parts whose code is fetched when somebody first wants them: camera, receipts to print, lock, a shift's two ends.

/** The desk's camera, made when it is first opened; null while its code cannot be fetched. */
export async function cameraOf(desk) {
  if (desk.camera) return desk.camera;
  const Camera = (await import("./camera.js").catch(() => null))?.Camera;
  if (!Camera) return null;
  const toggled = (isOpen) => desk.find("camera-open").setAttribute("aria-pressed", String(isOpen));
  const on = { toggled, code: (code) => desk.scanned(code), say: (text) => desk.say(text) };
  desk.camera ||= new Camera({ panel: desk.find("camera"), words: desk.words, on });
  return desk.camera;
}

/** The desk's receipts, likewise. */
export async function slipsOf(desk) {
  const Slips = (await import("./receipt.js").catch(() => null))?.Slips;
  if (!Slips) return null;
  const { words, device } = desk;
  desk.slips ||= new Slips({ dialog: desk.find("slips"), words, device, receiptKey: () => device.receiptKey() });
  return desk.slips;
}

/** The till's lock, likewise. */
export async function lockOf(till) {
  const Lock = (await import("./lock.js").catch(() => null))?.Lock;
  if (!Lock) return null;
  const { find, db, words, sheets, device } = till;
  till.lock ||= new Lock({ find, db, words, sheets, people: () => device.info.cashiers || [] });
  return till.lock;
}

/** The sheets that begin and end a shift, likewise. */
export async function shiftSheetsOf(till) {
  const ShiftSheets = (await import("./shift.js").catch(() => null))?.ShiftSheets;
  if (!ShiftSheets) return null;
  till.shifts ||= new ShiftSheets(till);
  return till.shifts;
}
