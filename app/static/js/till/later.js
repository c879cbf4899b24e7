// Parts of the desk whose code is fetched when somebody first wants them: the camera, the receipts to print.

/** The desk's camera, made when it is first opened; null while its code cannot be fetched. */
export async function cameraOf(desk) {
  if (desk.camera) return desk.camera;
  const { Camera } = await import("./camera.js").catch(() => ({}));
  if (!Camera) return null;
  const toggled = (isOpen) => desk.find("camera-open").setAttribute("aria-pressed", String(isOpen));
  const on = { toggled, code: (code) => desk.scanned(code), say: (text) => desk.say(text) };
  desk.camera ||= new Camera({ panel: desk.find("camera"), words: desk.words, on });
  return desk.camera;
}

/** The desk's receipts, likewise. */
export async function slipsOf(desk) {
  const { Slips } = await import("./receipt.js").catch(() => ({}));
  if (!Slips) return null;
  const { words, device } = desk;
  desk.slips ||= new Slips({ dialog: desk.find("slips"), words, device, receiptKey: () => device.receiptKey() });
  return desk.slips;
}
