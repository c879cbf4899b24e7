// The grid of a paper sheet: totals while typing, Enter to the next box, price and maker from the catalogue.
// Without this file the sheet can be typed and checked in the same way.

const form = document.getElementById("lembar");
const goods = JSON.parse(document.getElementById("barang-data").textContent);
const rows = [...form.querySelectorAll("tr[data-line]")];
const NARROW = matchMedia("(max-width: 899px)");

const box = (row, name) => row.querySelector(`[name="${name}-${row.dataset.line}"]`);
const digits = (text) => (/^(rp\.?\s*)?[0-9.\s]+$/i.test(text.trim()) ? Number(text.replace(/\D/g, "")) : 0);
const rupiah = (amount) => `Rp${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`;
const fold = (text) => text.trim().toLowerCase();

function count() {
  let sum = 0;
  for (const row of rows) {
    const total = digits(box(row, "quantity").value) * digits(box(row, "unit_price").value);
    row.querySelector("[data-total]").textContent = total ? rupiah(total) : "";
    sum += total;
  }
  form.querySelector("[data-sum]").textContent = sum ? rupiah(sum) : "";
}

/** Fill in maker and price of a chosen product; typed text stays. */
function complete(row) {
  const fitting = goods.filter((one) => fold(one.name) === fold(box(row, "product").value));
  const maker = box(row, "maker");
  const chosen = fitting.length === 1 ? fitting[0] : fitting.find((one) => fold(one.maker) === fold(maker.value));
  if (!chosen) return;
  maker.value ||= chosen.maker;
  if (chosen.price) box(row, "unit_price").value ||= String(chosen.price);
  box(row, "quantity").value ||= "1";
}

/** On a phone show only the rows in use and the next one. */
function reveal() {
  const isUsed = (row) => [...row.querySelectorAll("input")].some((input) => input.value);
  const last = rows.findLastIndex(isUsed);
  rows.forEach((row, place) => {
    row.hidden = NARROW.matches && place > last + 1;
  });
}

form.addEventListener("input", () => {
  count();
  reveal();
});
form.addEventListener("change", (event) => {
  const row = event.target.closest("tr[data-line]");
  if (row && /^(product|maker)-/.test(event.target.name)) complete(row);
  count();
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".grid-input") || event.isComposing) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
  const boxes = [...form.querySelectorAll(".grid-input, button[type=submit]")].filter(
    (one) => !one.closest("[hidden]"),
  );
  const step = event.shiftKey ? -1 : 1;
  boxes[boxes.indexOf(event.target) + step]?.focus();
});

NARROW.addEventListener("change", reveal);
count();
reveal();
// After a mistake the reader starts at the list of what to correct.
if (!document.querySelector("[data-focus]"))
  rows
    .find((row) => !box(row, "buyer").value)
    ?.querySelector("input")
    ?.focus({ preventScroll: !NARROW.matches });
