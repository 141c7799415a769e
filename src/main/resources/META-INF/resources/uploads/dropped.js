/**
 * The files of a drop, folders and all below them too, in the order in which the folders list them:
 * {file, path, handle} each. The handle, where the browser gives one, opens the file again after a
 * reload. The data of a drop is gone after the event, so everything is asked for at once.
 */
export async function dropped({ items, files }) {
  const asked = [...items].filter(({ kind }) => kind === "file").map(ask);
  // A browser without entries still lists the files.
  if (asked.length === 0) return [...files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(asked.map(answer))).flat();
}

function ask(item) {
  return {
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
    handle: item.getAsFileSystemHandle?.() ?? null,
  };
}

async function answer({ entry, file, handle }) {
  if (entry?.isDirectory) return filesIn(entry);
  return file ? [{ file, path: file.name, handle: await handle?.catch(() => null) }] : [];
}

async function filesIn(directory) {
  const entries = await listed(directory);
  entries.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry) {
  if (entry.isDirectory) return filesIn(entry);
  const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
  return file ? [{ file, path: entry.fullPath.replace(/^\//, "") }] : [];
}

// A reader answers a hundred entries at a time, and none at the end.
async function listed(directory) {
  const reader = directory.createReader();
  const entries = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return entries;
    entries.push(...some);
  }
}
