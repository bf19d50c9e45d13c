// A long form saves a draft two seconds after the last key and says when it did, in the server's words.
const QUIET = 2000;
const timers = new WeakMap();

async function save(form) {
  const place = form.querySelector("[data-saved]");
  const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { Accept: "text/plain" } }).catch(() => null);
  if (place) place.textContent = answer?.ok ? await answer.text() : place.dataset.failed;
}

document.addEventListener("input", ({ target }) => {
  const form = target.form?.matches("form[data-autosave]") && target.form;
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(save, QUIET, form));
});
