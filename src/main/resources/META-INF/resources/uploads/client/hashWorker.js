import { sha256 } from "./hasher.js";

// The program of a worker: answers each blob with its checksum, or with what went wrong.
self.addEventListener("message", async ({ data: blob }) => {
  try {
    const onProgress = (done) => self.postMessage({ done });
    self.postMessage({ checksum: await sha256(blob, { onProgress }) });
  } catch ({ code = "file-unreadable", message }) {
    self.postMessage({ code, message });
  }
});
