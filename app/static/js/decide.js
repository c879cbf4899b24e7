// Selecting many rows: a box for all shown rows, and the number of selected ones. Pages also work without this file.

for (const form of document.querySelectorAll("form[data-decide]")) {
  const boxes = Array.from(form.querySelectorAll("input[data-row]"));
  const all = form.querySelector("[data-check-all]");
  const everything = form.querySelector("input[data-everything]");
  const label = form.querySelector("[data-count]");

  const showCount = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    if (all) {
      const box = all.querySelector("input");
      box.checked = ticked > 0 && ticked === boxes.length;
      box.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    if (!label) return;
    const count = everything?.checked ? label.dataset.total : String(ticked);
    label.textContent =
      count === "0" ? label.dataset.none : label.dataset.some.replace("{count}", Number(count).toLocaleString("id-ID"));
  };

  if (all && boxes.length) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", (event) => {
      for (const box of boxes) box.checked = event.target.checked;
      showCount();
    });
  }
  form.addEventListener("change", showCount);
  showCount();
}
