// The button is of no use without scripts, so it shows itself only with them.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
// To load this page again would send its form again, and that ends every code on it.
if (button.dataset.again) history.replaceState(null, "", button.dataset.again);
