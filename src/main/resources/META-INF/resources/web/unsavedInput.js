/** The forms whose input a reload would discard. */
const FORMS = "details.edit form";
/** Links that download a file, or open a page that says why not. */
const DOWNLOADS = "a[data-download]";

/**
 * Whether the visitor has entered something that isn't saved. A form with `data-unsaved` contains input that the server has
 * refused. The state is in the page, because several scripts ask for it.
 */
export function hasUnsavedInput(root) {
  return [...root.querySelectorAll(FORMS)].some((form) => !("leaving" in form.dataset) && isUnsaved(form));
}

/** Lets the page end without a question, because the visitor has agreed to lose the input. */
export function discardInput(root) {
  for (const form of root.querySelectorAll(FORMS)) form.dataset.leaving = "";
}

/** Asks before the page ends with unsaved input, except that of the form that is sent. */
export function guardUnsavedInput(window) {
  const { document } = window;
  if (!document.querySelector(FORMS)) return;
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) target.dataset.leaving = "";
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.(DOWNLOADS);
    // The browser closes the new tab when the download begins.
    if (link) link.target = hasUnsavedInput(document) ? "_blank" : "";
  });
  const keepInput = () => {
    for (const form of document.querySelectorAll(FORMS)) delete form.dataset.leaving;
  };
  // The browser may show the same page again, after a visit to the next one.
  window.addEventListener("pageshow", keepInput);
  window.addEventListener("beforeunload", (event) => {
    if (!hasUnsavedInput(document)) return;
    event.preventDefault();
    // Runs after the answer. If the visitor stays, the form wasn't sent.
    window.setTimeout(keepInput);
  });
}

function isUnsaved(form) {
  return "unsaved" in form.dataset || [...form.elements].some(isChanged);
}

function isChanged(field) {
  if (field.type === "file") return field.files.length > 0;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.localName === "select") return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return "defaultValue" in field && field.value !== field.defaultValue;
}
