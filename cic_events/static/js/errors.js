// When a form comes back refused, the reader lands on the list of what to correct, and the title says it first.
function land() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  const prefix = summary.dataset.errorSummary;
  if (!document.title.startsWith(prefix)) document.title = `${prefix} ${document.title}`;
  summary.focus();
}

land();
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target?.querySelector?.("[data-error-summary]")) land();
});
