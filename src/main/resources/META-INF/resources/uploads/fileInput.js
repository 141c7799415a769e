/** Files of Windows, in lower case. Other systems hide names that begin with a dot. */
const HIDDEN_FILES = ["thumbs.db", "desktop.ini"];

/**
 * Receives files in every way: chosen, dropped or pasted, whole folders included. Only dropped and pasted
 * files have a handle. The file picker that returns handles is a window of its own, which not every
 * browser has; the form control works everywhere, assistive technology included.
 *
 * @param onFiles gets {file, path, handle} each, or a promise of them
 */
export function receiveFiles({ drop, input, folder, folderChoice }, onFiles) {
  for (const field of [input, folder]) {
    const receiveChosen = () => {
      onFiles([...field.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      // Otherwise choosing the same file again would fire no change event.
      field.value = "";
    };
    field.addEventListener("change", receiveChosen);
    // On a slow connection, the user may have chosen files before this module was loaded.
    if (field.files.length > 0) receiveChosen();
  }
  folderChoice.hidden = !("webkitdirectory" in folder);
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0 || isTextFor(event)) return;
    event.preventDefault();
    onFiles(filesOf(event.clipboardData));
  });
  receiveDrops(drop, onFiles);
}

// Some programs copy a picture beside the text.
function isTextFor({ clipboardData, target }) {
  return clipboardData.types.includes("text/plain") && Boolean(target.closest?.("input, textarea"));
}

// The whole window accepts drops. Otherwise a drop beside the zone would open the file instead of the page.
function receiveDrops(drop, onFiles) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const setDepth = (value) => {
    depth = Math.max(0, value);
    drop.toggleAttribute("data-over", depth > 0);
  };
  window.addEventListener("dragenter", (event) => carriesFiles(event) && setDepth(depth + 1));
  window.addEventListener("dragleave", (event) => carriesFiles(event) && setDepth(depth - 1));
  window.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setDepth(0);
    onFiles(filesOf(event.dataTransfer));
  });
}

/**
 * The files of a drop or paste, including those in folders, in the order of their names: {file, path,
 * handle} each. A handle, where the browser gives one, can open the file again after a reload. The
 * browser clears the data after the event, so everything is requested before the first await.
 */
async function filesOf({ items, files }) {
  const requested = [...items].filter(({ kind }) => kind === "file").map(requestItem);
  // A browser without entries still lists the files.
  if (requested.length === 0) return [...files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(requested.map(filesOfItem))).flat();
}

function requestItem(item) {
  return {
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
    handle: item.getAsFileSystemHandle?.() ?? null,
  };
}

async function filesOfItem({ entry, file, handle }) {
  if (entry?.isDirectory) return filesInDirectory(entry);
  return file ? [{ file, path: file.name, handle: await handle?.catch(() => null) }] : [];
}

async function filesInDirectory(directory) {
  const entries = await readEntries(directory);
  entries.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry) {
  if (entry.isDirectory) return filesInDirectory(entry);
  const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
  return file ? [{ file, path: entry.fullPath.replace(/^\//, "") }] : [];
}

// A reader returns up to a hundred entries per call, and none at the end.
async function readEntries(directory) {
  const reader = directory.createReader();
  const entries = [];
  for (;;) {
    const batch = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (batch.length === 0) return entries;
    entries.push(...batch);
  }
}

/**
 * Separates new files from duplicates, of each other too: the same file again, or a copy under another
 * name. Copies are recognised by their fingerprint; not all bytes are compared.
 *
 * @param candidates {file, path} each
 * @param present files that are already in the queue
 * @param fingerprint of a file; rejects or returns null if it can't be computed
 * @return {fresh, duplicates: [{candidate, of}]}
 */
export async function separateDuplicates(candidates, present, { fingerprint }) {
  const known = [...present];
  const fresh = [];
  const duplicates = [];
  for (const candidate of candidates) {
    const of = await findSame(candidate.file, known, fingerprint);
    if (of) duplicates.push({ candidate, of });
    else fresh.push(candidate);
    known.push(candidate.file);
  }
  return { fresh, duplicates };
}

/** Whether a file manager hides the file or a folder above it, so that the user doesn't expect it among the files of a folder. */
export function isHidden(path) {
  return path.split("/").some((name) => name.startsWith(".") || HIDDEN_FILES.includes(name.toLowerCase()));
}

/** Whether two files are the same one on disk, as far as the browser tells: it doesn't give their paths. */
export function isSameFile(one, other) {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

async function findSame(file, known, fingerprint) {
  const sameSize = known.filter(({ size }) => size === file.size);
  if (sameSize.length === 0) return null;
  const sameFile = sameSize.find((other) => isSameFile(other, file));
  if (sameFile) return sameFile;
  const own = await fingerprint(file).catch(() => null);
  for (const other of sameSize) {
    if (own && own === (await fingerprint(other).catch(() => null))) return other;
  }
  return null;
}
