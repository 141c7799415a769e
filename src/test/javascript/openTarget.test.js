import { openTarget } from "/web/openTarget.js";
import { assertEquals, test } from "./harness.js";

function show(hash) {
  document.body.innerHTML = `<details id="edit"><summary>Edit</summary></details><p id="text"></p>`;
  const environment = { location: { hash }, addEventListener: (type, listener) => (environment[type] = listener) };
  openTarget(document, environment);
  return { environment, isOpen: () => document.querySelector("details").open };
}

test("opens the details that the address names", () => {
  const { isOpen } = show("#edit");

  assertEquals(isOpen(), true);
});

test("opens them when a link on the page names them", () => {
  const { environment, isOpen } = show("");
  assertEquals(isOpen(), false);

  environment.location.hash = "#edit";
  environment.hashchange();

  assertEquals(isOpen(), true);
});

test("does nothing for other elements, unknown names and no name", () => {
  for (const hash of ["#text", "#unknown", "#", ""]) assertEquals(show(hash).isOpen(), false);
});
