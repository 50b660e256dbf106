// The button is of no use without scripts, so it shows itself only with them.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
