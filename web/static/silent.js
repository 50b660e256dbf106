// A page that renews itself keeps what it saw last while the hub is away. It says so meanwhile.
const silent = document.querySelector("#silent");
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { status } = detail.xhr;
  silent.hidden = status > 0 && status < 502;
});
