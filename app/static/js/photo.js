// Shrinks a photo on the phone and sends it as soon as it is chosen; other forms are not sent and keep their text.

const LONGEST = 1600;

/** Whether a JPEG or PNG is complete: browsers draw an incomplete one without an error, with a grey rest. It reads from
 *  the end of the file, where the end marker is.
 *  @param {Uint8Array} bytes */
export function isWhole(bytes) {
  if (bytes[0] !== 0xff && bytes[0] !== 0x89) return true;
  for (let at = bytes.length - 2; at >= 0; at -= 1) {
    const one = bytes[at];
    const next = bytes[at + 1];
    if (bytes[0] === 0xff && one === 0xff && (next === 0xd9 || next === 0xda)) return next === 0xd9;
    if (bytes[0] === 0x89 && one === 0x49 && next === 0x45 && bytes[at + 2] === 0x4e && bytes[at + 3] === 0x44)
      return true;
  }
  return false;
}

/** @param {File} file @returns {Promise<Blob>} the picture with at most 1,600 points a side; itself where it cannot */
export async function shrink(file) {
  try {
    if (!isWhole(new Uint8Array(await file.arrayBuffer()))) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const ratio = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * ratio));
    canvas.height = Math.max(1, Math.round(picture.height * ratio));
    const ground = canvas.getContext("2d");
    if (!ground) return file;
    ground.fillStyle = "#fff";
    ground.fillRect(0, 0, canvas.width, canvas.height);
    ground.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    /** @type {Blob | null} */
    const small = await new Promise((give) => canvas.toBlob(give, "image/jpeg", 0.86));
    return small && small.size < file.size ? small : file;
  } catch {
    return file; // the server answers with the reason
  }
}

/** Replace the shown photos by those of the answer; the other forms keep their typed text.
 *  @param {Element} section @param {string} html */
function replaceSection(section, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-photos]");
  if (!fresh) throw new Error("no photos in the answer");
  section.replaceWith(fresh);
  const focus = /** @type {HTMLElement | null} */ (fresh.querySelector("[data-focus]"));
  focus?.focus();
}

/** @param {HTMLFormElement} form @param {File} file */
async function send(form, file) {
  const line = /** @type {HTMLElement} */ (form.querySelector("[data-photo-state]"));
  line.textContent = line.dataset.sending ?? "";
  const body = new FormData(form);
  body.set("photo", await shrink(file), file.name);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    replaceSection(/** @type {Element} */ (form.closest("[data-photos]")), await answer.text());
  } catch {
    line.textContent = line.dataset.broken ?? "";
    form.reset();
  }
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches("[data-photo-form] input[type=file]")) return;
  const [file] = field.files ?? [];
  if (file && field.form) send(field.form, file);
});
