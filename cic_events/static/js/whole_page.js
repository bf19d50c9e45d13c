// A whole page that comes where a part was asked for (signed out, an error) is shown as the page it is, never inside another.
import htmx from "htmx.org/dist/htmx.esm.min.js";

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!/^\s*<!doctype/i.test(ctx.text) || ctx.target === document.body) return;
  event.preventDefault();
  if (ctx.request.method === "GET") return location.assign(ctx.response.raw.url);
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  htmx.process(document.querySelector("main"));
  document.querySelector("main").focus();
});
