// The camera as a scanner for cards (QR) and products (barcodes). It stays open for the next scan and records nothing.
// It uses the browser's detector; if there is none, it loads the vendored one when the camera is first opened.

const FORMATS = ["qr_code", "ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf"];
const PAUSE = 120; // milliseconds between two detections
const SAME_AGAIN = 2500; // milliseconds; the same code within them is one scan
const IDLE = 120000; // milliseconds; an unused camera is closed to save the battery
const WHY = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_none",
  OverconstrainedError: "camera_none",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};
const VENDOR = new URL("../../vendor/", import.meta.url);

/** Return a detector of codes: the browser's own, or the vendored one with the decoder of the same version. */
export async function makeDetector() {
  const own = globalThis.BarcodeDetector;
  if (own) {
    const formats = await own.getSupportedFormats().catch(() => FORMATS.slice(0, 0));
    if (formats.includes("qr_code") && formats.includes("ean_13"))
      return new own({ formats: FORMATS.filter((one) => formats.includes(one)) });
  }
  const { BarcodeDetector, prepareZXingModule } = await import(new URL("barcode-detector/ponyfill.js", VENDOR).href);
  const wasm = new URL("zxing-wasm/zxing_reader.wasm", VENDOR).href;
  prepareZXingModule({ overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path) } });
  return new BarcodeDetector({ formats: FORMATS });
}

/** Distinguishes a new code from one that is still in the picture. Pure: the time comes with each call. */
export class Fresh {
  constructor() {
    this.seen = new Map();
  }

  /** Whether this code, seen at `at` (milliseconds), is a new scan. */
  isNew(code, at) {
    const last = this.seen.get(code);
    this.seen.set(code, at);
    return last === undefined || at - last > SAME_AGAIN;
  }
}

export class Camera {
  /** `panel` holds video, camera-words, torch and camera-shut; `on`: { code(text), say(sentence), toggled(isOpen) }. */
  constructor({ panel, words, on }) {
    Object.assign(this, { panel, words, on });
    this.part = (name) => panel.querySelector(`[data-part="${name}"]`);
    this.video = panel.querySelector("video");
    this.part("camera-shut").addEventListener("click", () => this.close());
    this.part("torch").addEventListener("click", () => this.#toggleTorch());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Open the camera, or say in words why that is not possible. */
  async open() {
    if (this.isOpen) return;
    this.#toggle(true);
    this.showText(this.words.camera_opening);
    const turn = (this.turn = Symbol("turn"));
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "insecure");
      const wish = {
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
        audio: false,
      };
      const stream = await navigator.mediaDevices.getUserMedia(wish);
      if (turn !== this.turn) return stop(stream); // closed meanwhile
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
      this.detector ||= await makeDetector();
    } catch (error) {
      if (turn !== this.turn) return;
      this.close();
      const why = error.name === "insecure" ? "camera_insecure" : WHY[error.name] || "camera_failed";
      return this.on.say(this.words[why]);
    }
    if (turn !== this.turn) return;
    this.#offerTorch();
    this.showText(this.words.camera_ready);
    this.fresh = new Fresh();
    this.#watch(turn);
  }

  close() {
    if (!this.isOpen) return;
    this.turn = null;
    clearTimeout(this.idle);
    stop(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    this.#toggle(false);
  }

  /** Show a sentence in the picture. */
  showText(sentence) {
    this.part("camera-words").textContent = sentence;
  }

  async #watch(turn) {
    this.#rest();
    while (turn === this.turn) {
      const found = await this.detector.detect(this.video).catch(() => []);
      if (turn !== this.turn) return;
      for (const { rawValue } of found) {
        const code = rawValue.trim();
        if (code && this.fresh.isNew(code, performance.now())) this.#scanned(code);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  #scanned(code) {
    this.#rest();
    navigator.vibrate?.(40);
    this.panel.classList.remove("has-seen");
    void this.panel.offsetWidth; // restarts the animation
    this.panel.classList.add("has-seen");
    this.on.code(code);
  }

  #rest() {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.close(), IDLE);
  }

  #toggle(isOpen) {
    this.panel.hidden = !isOpen;
    this.on.toggled(isOpen);
  }

  #offerTorch() {
    const [track] = this.stream?.getVideoTracks() || [];
    this.part("torch").hidden = !track?.getCapabilities?.().torch;
    this.part("torch").setAttribute("aria-pressed", "false");
  }

  async #toggleTorch() {
    const button = this.part("torch");
    const torch = button.getAttribute("aria-pressed") !== "true";
    const [track] = this.stream?.getVideoTracks() || [];
    try {
      await track?.applyConstraints({ advanced: [{ torch }] });
      button.setAttribute("aria-pressed", String(torch));
    } catch {
      button.hidden = true; // some phones report a torch that they do not have
    }
  }
}

function stop(stream) {
  for (const track of stream?.getTracks() || []) track.stop();
}
