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
    if (scope && target.matches("input[type=checkbox]")) scope.value = "rows";
  });
  // Live updates add and remove rows after the server has written the form.
  root.addEventListener("live-update", () => countRows(root));
  root.addEventListener("submit", ({ target }) => {
    if (target.id === "bulk") target.elements.page.value = rowsOf(root).join(",");
  });
}

function countRows(root) {
  const option = root.querySelector("#bulk-scope option[value=page]");
  if (option) option.textContent = `All ${rowsOf(root).length} on this page`;
}

/** The ids of the rows that are on the page, without those that stay in the table because they are checked. */
function rowsOf(root) {
  const rows = [...root.querySelectorAll("[data-row]")].filter((row) => !row.querySelector(".live-left"));
  return rows.map((row) => row.dataset.row);
}
