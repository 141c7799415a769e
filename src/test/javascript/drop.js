/** Drops a folder on the page: `trip`, with three files that aren't videos, one of them in a folder below. */
export function dropFolder() {
  const file = (name, text) => ({
    isDirectory: false,
    name,
    fullPath: `/trip/${name}`,
    file: (resolve) => resolve(new File([text], name, { type: "video/mp4" })),
  });
  const folder = (name, entries) => ({
    isDirectory: true,
    name,
    // One entry per call, like a browser that returns a long listing in batches.
    createReader: () => ({ readEntries: (resolve) => resolve(entries.splice(0, 1)) }),
  });
  const trip = folder("trip", [file("10.mp4", "ten"), folder("b", [file("3.mp4", "three")]), file("9.mp4", "nine")]);
  drop({ items: [{ kind: "file", webkitGetAsEntry: () => trip, getAsFile: () => null }], files: [] });
}

/** Drops a folder without files on the page. */
export function dropEmptyFolder() {
  const folder = { isDirectory: true, name: "empty", createReader: () => ({ readEntries: (resolve) => resolve([]) }) };
  drop({ items: [{ kind: "file", webkitGetAsEntry: () => folder, getAsFile: () => null }], files: [] });
}

/**
 * Drops a file with a handle. It comes from the browser's own file system, because a test can't drop a
 * file of the machine with a handle.
 */
export async function dropFileWithHandle(name) {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write("no video, but a file");
  await writable.close();
  const file = new File([await handle.getFile()], name, { type: "video/mp4" });
  drop({ items: [{ kind: "file", getAsFile: () => file, getAsFileSystemHandle: async () => handle }], files: [file] });
}

function drop({ items, files }) {
  const event = new DragEvent("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], items, files } });
  window.dispatchEvent(event);
}
