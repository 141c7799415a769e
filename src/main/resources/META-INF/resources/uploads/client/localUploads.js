const DATABASE = "slipway";
const STORE = "uploads";
/** Each tab holds a lock of this name, followed by the upload's id, while it sends an upload. */
const LOCK_PREFIX = "slipway-upload-";

/**
 * Locks an upload, so that no other tab of this browser sends to it. Returns a function that releases
 * the lock, or null if another tab has it. Browsers without the Web Locks API lock nothing.
 */
export function lockUpload(id, { locks = globalThis.navigator?.locks } = {}) {
  if (!locks) return () => {};
  return new Promise((resolve) => {
    const released = locks.request(LOCK_PREFIX + id, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise((release) => {
        resolve(() => {
          release();
          // Only after this promise resolves can another tab get the lock.
          return released;
        });
      });
    });
    released.catch(() => resolve(() => {}));
  });
}

/** Ids of the uploads that tabs of this browser are sending; empty where the browser can't tell. */
export async function lockedUploads({ locks = globalThis.navigator?.locks } = {}) {
  // It is denied where the browser blocks the site's data.
  const { held = [] } = (await locks?.query?.().catch(() => null)) ?? {};
  const names = held.map(({ name }) => name).filter((name) => name.startsWith(LOCK_PREFIX));
  return new Set(names.map((name) => name.slice(LOCK_PREFIX.length)));
}

/**
 * Remembers unfinished uploads in this browser's IndexedDB. With the file's handle, an upload can resume
 * after a reload without choosing the file again. If IndexedDB is unavailable, the methods do nothing and
 * return undefined or null.
 */
export class UploadMemory {
  #factory;

  /** @param factory returns the browser's IndexedDB; some browsers throw when it is accessed */
  constructor(factory = () => globalThis.indexedDB) {
    this.#factory = factory;
  }

  /** @param entry {id, endpoint, fingerprint, name, size, handle} */
  remember(entry) {
    return this.#request("readwrite", (store) => store.put(entry));
  }

  forget(id) {
    return this.#request("readwrite", (store) => store.delete(id));
  }

  /** Forgets every upload, so that another account on this browser finds none. */
  forgetAll() {
    return this.#request("readwrite", (store) => store.clear());
  }

  /** The FileSystemFileHandle of an upload's file; null if there is none. */
  async handleOf(id) {
    const entry = await this.#request("readonly", (store) => store.get(id));
    return entry?.handle ?? null;
  }

  /** All entries. */
  async list() {
    return (await this.#request("readonly", (store) => store.getAll())) ?? [];
  }

  async #request(mode, action) {
    try {
      const database = await this.#open();
      try {
        return await resultOf(action(database.transaction(STORE, mode).objectStore(STORE)));
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
    return resultOf(request);
  }
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
