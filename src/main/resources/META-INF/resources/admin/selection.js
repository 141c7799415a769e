import { Selection } from "../catalogue/selection.js";

/**
 * Selects rows of the administrators' listing for a bulk job.
 *
 * @param root contains the rows and the form of the bulk job, unless the list is empty; null on a page without a list
 */
export function selectVideos(root) {
  if (!root) return;
  const selection = new Selection(root);
  // The browser may restore the checkboxes of a page that was visited before.
  window.addEventListener("pageshow", () => selection.refresh());
  // Checking a box means the checked rows.
  root.addEventListener("change", ({ target }) => {
    const scope = root.querySelector("#bulk-scope");
    if (target === scope && scope.value === "rows") selection.refresh();
    if (scope && target.matches("input[type=checkbox]")) scope.value = "rows";
    showScope(root);
  });
  root.addEventListener("click", ({ target }) => {
    const scope = target.closest("[data-clear]") && root.querySelector("#bulk-scope");
    if (scope) scope.value = "rows";
  });
  // Live updates add and remove rows after the server has written the form.
  root.addEventListener("live-update", () => {
    countRows(root);
    showScope(root);
  });
  root.addEventListener("submit", ({ target }) => {
    if (target.id === "bulk") target.elements.page.value = rowsOf(root).join(",");
  });
}

function countRows(root) {
  const option = root.querySelector("#bulk-scope option[value=page]");
  if (!option) return;
  option.dataset.count = `All ${rowsOf(root).length}`;
  option.textContent = `${option.dataset.count} on this page`;
}

/** The number of checked rows would contradict an action for all of the page or of the filters. */
function showScope(root) {
  const count = root.querySelector("#bulk-scope")?.selectedOptions[0].dataset.count;
  if (count) root.querySelector(".bulk-count").textContent = count;
}

/** The ids of the rows that are on the page, without those that stay in the table because they are checked. */
function rowsOf(root) {
  const rows = [...root.querySelectorAll("[data-row]")].filter((row) => !row.querySelector(".live-left"));
  return rows.map((row) => row.dataset.row);
}
