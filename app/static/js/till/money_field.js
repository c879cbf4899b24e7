// A field for whole rupiah: adds thousands separators while typing, 100000 becomes 100.000.

const GROUPS = /\B(?=(\d{3})+$)/g;

/** Group the digits typed into `field`; other text stays unchanged, and is refused when the form is sent. */
export function groupWhileTyping(field) {
  field.addEventListener("input", () => {
    const digits = field.value.replaceAll(".", "");
    if (!/^[0-9]{1,12}$/.test(digits)) return;
    const behind = field.value.slice(field.selectionEnd).replaceAll(".", "").length; // digits right of the cursor
    field.value = digits.replace(GROUPS, ".");
    let at = field.value.length;
    for (let left = behind; left > 0; at -= 1) if (field.value[at - 1] !== ".") left -= 1;
    if (document.activeElement === field) field.setSelectionRange(at, at);
  });
}
