// An attendance sheet says at once which rows are not saved yet, and how many; leaving with such rows asks first.
const sheets = () => document.querySelectorAll("form[data-sheet]");
const shown = (row) => {
  const status = row.querySelector("input[type=radio]:checked")?.value;
  const minutes = status === "late" || status === "left_early" ? row.querySelector("input[type=number]").value : "0";
  return status ? `${status}:${minutes}` : "";
};

function tell(form) {
  const rows = [...form.querySelectorAll("[data-presence]")];
  const unsaved = rows.filter((row) => {
    const changed = shown(row) !== row.querySelector("input[type=hidden]").value;
    row.classList.toggle("presence--unsaved", changed);
    return changed;
  }).length;
  const marked = rows.filter(shown).length;
  for (const place of document.querySelectorAll("[data-sheet-count]")) {
    const words = unsaved ? place.dataset.unsaved : place.dataset.saved;
    place.textContent = words.replace("{n}", unsaved || marked).replace("{all}", rows.length);
  }
  return unsaved;
}

document.addEventListener("input", ({ target }) => {
  const form = target.form?.matches("form[data-sheet]") && target.form;
  if (form) tell(form);
});
document.addEventListener("submit", ({ target }) => { target.dataset.sent = ""; });
window.addEventListener("beforeunload", (event) => {
  for (const form of sheets()) if (!("sent" in form.dataset) && tell(form)) event.preventDefault();
});
window.addEventListener("pageshow", () => sheets().forEach((form) => { delete form.dataset.sent; tell(form); }));
