// A sign-in that had to wait is tried again by itself; the code is still in the field.
const form = document.querySelector("form[data-again-after]");
setTimeout(() => form.requestSubmit(), Number(form.dataset.againAfter) * 1000);
