// Counting a supply note: + and − beside each figure; the reasons open, and the button changes its text, as soon as a
// figure differs. Without this file figures are typed and reasons open by a tap.

const MOST = 10000;
const rows = [...document.querySelectorAll("[data-stated]")];
const button = document.querySelector("[data-same]");

/** @param {HTMLElement} row */
const boxOf = (row) => /** @type {HTMLInputElement} */ (row.querySelector("input[inputmode]"));
/** @param {HTMLElement} row */
const differs = (row) => boxOf(row).value.trim() !== row.dataset.stated;

function sayWhatIsSaved() {
  button.textContent = rows.some(differs) ? button.dataset.differs : button.dataset.same;
}

for (const row of rows) {
  const box = boxOf(row);
  const fold = row.querySelector("details");
  const changed = () => {
    fold.open = differs(row);
    sayWhatIsSaved();
  };
  box.addEventListener("input", changed);
  for (const step of row.querySelectorAll("[data-step]")) {
    step.hidden = false;
    step.addEventListener("click", () => {
      const pieces = (Number.parseInt(box.value, 10) || 0) + Number(step.dataset.step);
      box.value = String(Math.min(Math.max(pieces, 0), MOST));
      changed();
    });
  }
}
if (button) sayWhatIsSaved();
