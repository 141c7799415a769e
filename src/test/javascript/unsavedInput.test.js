import { discardInput, guardUnsavedInput, hasUnsavedInput } from "/web/unsavedInput.js";
import { assertEquals, test } from "./harness.js";

function show(fields, attributes = "") {
  document.body.innerHTML = `<details class="edit" open><form id="edited" ${attributes} >${fields}</form></details>`;
  return document.getElementById("edited");
}

/** Whether the browser would ask before the page ends. */
function asks() {
  return !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

test("input counts while it differs from what the server has sent", () => {
  const form = show(`
    <input name="title" value="A"><textarea name="text">a\nb</textarea><input type="checkbox" name="box">
    <select name="who"><option>private</option><option selected>public</option></select><button>Save</button>`);
  assertEquals(hasUnsavedInput(document), false);
  const { title, text, box, who } = form.elements;

  for (const [field, property, value, before] of [
    [title, "value", "B", "A"],
    [text, "value", "b", "a\nb"],
    [box, "checked", true, false],
    [who, "value", "private", "public"],
  ]) {
    field[property] = value;
    assertEquals([field.name, hasUnsavedInput(document)], [field.name, true]);
    field[property] = before;
    assertEquals([field.name, hasUnsavedInput(document)], [field.name, false]);
  }
});

test("a chosen file counts, and what the server has refused", () => {
  const form = show('<input type="file" name="file">');
  const chosen = new DataTransfer();
  chosen.items.add(new File(["a"], "a.vtt"));
  form.elements.file.files = chosen.files;
  assertEquals(hasUnsavedInput(document), true);

  show('<input name="title" value="A">', "data-unsaved");
  assertEquals(hasUnsavedInput(document), true);
});

test("asks before the page ends with input, also in a closed form", () => {
  const form = show('<input name="title" value="A">');
  guardUnsavedInput(window);
  assertEquals(asks(), false);

  form.elements.title.value = "B";
  form.parentElement.open = false;
  assertEquals(asks(), true);

  discardInput(document);
  assertEquals(asks(), false);
  window.dispatchEvent(new Event("pageshow"));
  assertEquals(asks(), true);
});

test("doesn't ask about the form that is sent, but about another one", () => {
  const form = show('<input name="title" value="A">');
  form.parentElement.insertAdjacentHTML("afterend", '<details class="edit"><form id="other"><input name="label" value=""></form></details>');
  guardUnsavedInput(window);
  form.elements.title.value = "B";
  const send = () => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  send();
  assertEquals(asks(), false);
  document.getElementById("other").elements.label.value = "Deutsch";
  assertEquals(asks(), true);
});

test("the form that was sent counts again when the visitor stays", async () => {
  const form = show('<input name="title" value="A">');
  form.parentElement.insertAdjacentHTML("afterend", '<details class="edit"><form id="other"><input name="label" value=""></form></details>');
  guardUnsavedInput(window);
  const other = document.getElementById("other").elements.label;
  form.elements.title.value = "B";
  other.value = "Deutsch";
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  assertEquals(asks(), true);

  await new Promise((resolve) => setTimeout(resolve));
  other.value = "";
  assertEquals(asks(), true);
});

test("a download gets a tab of its own while there is input", () => {
  const form = show('<input name="title" value="A">');
  form.insertAdjacentHTML("afterend", '<a href="#download" data-download><span>Download</span></a>');
  guardUnsavedInput(window);
  const link = document.querySelector("a[data-download]");
  link.addEventListener("click", (event) => event.preventDefault());
  const targetOfClick = () => {
    link.firstChild.click();
    return link.target;
  };

  assertEquals(targetOfClick(), "");
  form.elements.title.value = "B";
  assertEquals(targetOfClick(), "_blank");
  form.elements.title.value = "A";
  assertEquals(targetOfClick(), "");
});
