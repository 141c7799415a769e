const DATABASE = "slipway";
const STORE = "uploads";

/**
 * What this browser remembers of uploads under way: the file's handle above all, so that a reload needs
 * no second choosing. It is a convenience: where the browser keeps nothing, nothing fails.
 */
export class Memory {
  #factory;

  /** @param factory answers the browser's databases; to ask for them can fail already */
  constructor(factory = () => globalThis.indexedDB) {
    this.#factory = factory;
  }

  /** @param entry {id, endpoint, fingerprint, name, size, handle} */
  remember(entry) {
    return this.#do("readwrite", (store) => store.put(entry));
  }

  forget(id) {
    return this.#do("readwrite", (store) => store.delete(id));
  }

  /** The FileSystemFileHandle of an upload's file; null where there is none. */
  async handleOf(id) {
    const entry = await this.#do("readonly", (store) => store.get(id));
    return entry?.handle ?? null;
  }

  async #do(mode, action) {
    try {
      const database = await this.#open();
      try {
        return await settled(action(database.transaction(STORE, mode).objectStore(STORE)));
      } finally {
        database.close();
      }
    } catch {
      return undefined;
    }
  }

  #open() {
    const request = this.#factory().open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    return settled(request);
  }
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
