import { checksum } from "./checksum.js";

// A worker's whole program: each blob that comes is answered with its checksum, or with what went wrong.
self.addEventListener("message", async ({ data: blob }) => {
  try {
    const onProgress = (done) => self.postMessage({ done });
    self.postMessage({ checksum: await checksum(blob, { onProgress }) });
  } catch ({ code = "file-unreadable", message }) {
    self.postMessage({ code, message });
  }
});
