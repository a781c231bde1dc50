// What was chosen goes to the platform at once; the button is for whom that does not reach.
const form = document.getElementById("chosen");
if (form instanceof HTMLFormElement) form.requestSubmit();
