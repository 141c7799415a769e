import { assertEquals, test } from "./harness.js";

/** Shows a form and the dialog. The module looks for the dialog when it runs. */
async function show() {
  document.body.innerHTML = `
    <ul>
      <li>
        <a class="thumb" href="#"></a>
        <div class="video-text"><h2>Clip</h2><p>creator · 12 MB</p></div>
        <form data-confirm="Delete “Clip” permanently?" data-action="Delete permanently"><button>Delete</button></form>
      </li>
    </ul>
    <dialog id="confirm">
      <p id="confirm-text"></p>
      <div id="confirm-video"></div>
      <button type="button" value="cancel">Cancel</button>
      <button type="button" value="confirm"></button>
    </dialog>`;
  const form = document.querySelector("form");
  const sent = [];
  form.submit = () => sent.push(form.isConnected && [...new FormData(form)]);
  await import("/catalogue/confirm.js");
  const dialog = document.querySelector("dialog");
  return { form, sent, dialog, confirm: () => dialog.querySelector("[value=confirm]").click() };
}

test("sends a form only after the confirmation, and says so", async () => {
  const { form, sent, dialog, confirm } = await show();

  form.querySelector("button").click();
  assertEquals(dialog.open, true);
  assertEquals(sent, []);
  confirm();

  assertEquals(sent, [[["confirmed", "true"]]]);
});

test("shows the picture and the facts of the row", async () => {
  const { form, dialog } = await show();

  form.querySelector("button").click();

  const video = dialog.querySelector("#confirm-video");
  assertEquals([...video.children].map(({ className, textContent }) => className + textContent), ["thumb", "creator · 12 MB"]);
});

test("sends the form that a live update has removed meanwhile", async () => {
  const { form, sent, confirm } = await show();

  form.querySelector("button").click();
  form.remove();
  confirm();

  assertEquals(sent, [[["confirmed", "true"]]]);
});
