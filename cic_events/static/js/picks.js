// The bar of a selection says how many rows are ticked; "all" ticks the rows of this page.
function update(form) {
  const picks = [...form.querySelectorAll("input.pick")];
  const ticked = picks.filter((pick) => pick.checked).length;
  for (const count of form.querySelectorAll("[data-picked]")) count.textContent = ticked;
  for (const all of form.querySelectorAll("input.pick-all")) {
    all.checked = ticked > 0 && ticked === picks.length;
    all.indeterminate = ticked > 0 && ticked < picks.length;
  }
}

document.addEventListener("change", ({ target }) => {
  const { form } = target;
  if (!form) return;
  if (target.matches("input.pick-all")) for (const pick of form.querySelectorAll("input.pick")) pick.checked = target.checked;
  if (target.matches("input.pick, input.pick-all")) update(form);
});
