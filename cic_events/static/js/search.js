// "/" goes to the search field, unless the reader is writing.
const WRITING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
  const field = document.querySelector("[data-search]");
  if (!field?.checkVisibility()) return;
  event.preventDefault();
  field.focus();
});
