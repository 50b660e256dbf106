// A page that renews itself keeps what it saw last while the hub is away. It says so meanwhile.
const silent = document.querySelector("#silent");
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { status } = detail.xhr;
  silent.hidden = status > 0 && status < 502;
});
// What is open stays open when the piece around it is renewed, and the keyboard stays where it is.
let focus, open;
document.body.addEventListener("htmx:beforeSwap", () => {
  focus = document.activeElement.id;
  open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
});
document.body.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (document.activeElement === document.body && focus) document.getElementById(focus)?.focus();
});
