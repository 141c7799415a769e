import { Selection } from "../catalogue/selection.js";

/**
 * Selects rows of the administrators' listing for a bulk job.
 *
 * @param root contains the rows and the form of the bulk job, unless the list is empty
 */
export function selectVideos(root) {
  const scope = root?.querySelector("#bulk-scope");
  if (!scope) return;
  const selection = new Selection(root);
  // The browser may restore the checkboxes of a page that was visited before.
  window.addEventListener("pageshow", () => selection.refresh());
  // Checking a box means the checked rows.
  root.addEventListener("change", ({ target }) => {
    if (target.matches("input[type=checkbox]")) scope.value = "rows";
  });
}
