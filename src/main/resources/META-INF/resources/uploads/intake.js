import { dropped } from "./dropped.js";

const CHOSEN = ({ name, webkitRelativePath }) => webkitRelativePath || name;

/**
 * Every way in which files come into the page: chosen, dropped, pasted, whole folders. Only what is
 * dropped or pasted has a handle: a form's own control, which every browser and every aid knows, gives none.
 *
 * @param take gets {file, path, handle} each, or a promise of them
 */
export function intake({ drop, input, folder, folderChoice }, take) {
  for (const field of [input, folder]) {
    const takeChosen = () => {
      take([...field.files].map((file) => ({ file, path: CHOSEN(file) })));
      // So that choosing the same file again counts as a change.
      field.value = "";
    };
    field.addEventListener("change", takeChosen);
    // On a slow connection somebody may have chosen before this module was there.
    if (field.files.length > 0) takeChosen();
  }
  folderChoice.hidden = !("webkitdirectory" in folder);
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    take(dropped(event.clipboardData));
  });
  takeDrops(drop, take);
}

// The whole window takes what is dropped: a near miss must not open the file in place of the page.
function takeDrops(drop, take) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (change) => {
    depth = Math.max(0, change);
    drop.toggleAttribute("data-over", depth > 0);
  };
  window.addEventListener("dragenter", (event) => carriesFiles(event) && mark(depth + 1));
  window.addEventListener("dragleave", (event) => carriesFiles(event) && mark(depth - 1));
  window.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(0);
    take(dropped(event.dataTransfer));
  });
}
