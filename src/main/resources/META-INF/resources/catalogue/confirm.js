/**
 * Asks before a form with data-confirm is sent. The dialog says what happens, and shows the picture and the facts of the row.
 * The server asks about a form that is sent without this, before the module has run.
 */
const dialog = document.getElementById("confirm");
const text = document.getElementById("confirm-text");
const video = document.getElementById("confirm-video");
const [cancelButton, confirmButton] = dialog.querySelectorAll("button");

let pendingForm = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm) return;
  event.preventDefault();
  pendingForm = form;
  text.textContent = form.dataset.confirm;
  const parts = form.closest("li")?.querySelectorAll(".thumb, .video-text > p") ?? [];
  video.replaceChildren(...[...parts].map((part) => part.cloneNode(true)));
  confirmButton.textContent = form.dataset.action;
  confirmButton.disabled = false;
  dialog.showModal();
});

cancelButton.addEventListener("click", () => dialog.close());
// submit() sends the form without another "submit" event.
confirmButton.addEventListener("click", () => {
  confirmButton.disabled = true;
  // A live update may have replaced the row. A form outside of the page isn't sent.
  if (!pendingForm.isConnected) {
    pendingForm.hidden = true;
    document.body.append(pendingForm);
  }
  pendingForm.append(confirmedField());
  pendingForm.submit();
});

/** What tells the server that the visitor has confirmed. */
function confirmedField() {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "confirmed";
  field.value = "true";
  return field;
}
