// Opens the reasons of a line as soon as its figure differs. Without it they open by a tap.

for (const row of document.querySelectorAll("[data-stated]")) {
  const box = row.querySelector("input[inputmode]");
  const fold = row.querySelector("details");
  box.addEventListener("input", () => {
    fold.open = box.value.trim() !== row.dataset.stated;
  });
}
