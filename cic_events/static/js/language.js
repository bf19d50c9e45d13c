// Changing the language from the top bar while a form is being filled keeps what was typed:
// the form itself is sent with the language asked for, and the server shows it again.
const edited = new Set();

document.addEventListener("input", ({ target }) => target.form?.matches("form[data-keeps-input]") && edited.add(target.form));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-language]");
  if (!link) return;
  const form = [...edited].find((one) => one.isConnected);
  const button = form?.querySelector(`button[name="_language"][value="${link.dataset.language}"]`);
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
