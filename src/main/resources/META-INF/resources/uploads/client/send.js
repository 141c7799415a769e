import { Problem } from "../../web/problem.js";
import { refusal } from "./refusal.js";
import { Silence } from "./silence.js";

/** Milliseconds without a byte going out on any request, and without an answer once all have gone. */
const STALL = 60_000;
const NO_ANSWER = 120_000;

/**
 * Sends a blob to a signed URL: XMLHttpRequest, since fetch cannot report how much went out.
 * Resolves when the store has answered 2xx, throws a Problem otherwise.
 */
export async function send({ url, headers }, blob, { signal, onProgress = () => {}, request = new XMLHttpRequest() }) {
  signal?.throwIfAborted();
  const stalled = await exchange(request, { url, headers, blob, signal, onProgress });
  const { status } = request;
  if (status >= 200 && status < 300) return;
  if (status > 0) throw refusal(request);
  await ensureReadable(blob);
  throw new Problem(stalled ? "stalled" : "connection-lost");
}

/** Says whether it was broken off since nothing moved any more. */
function exchange(request, { url, headers, blob, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    let stalled = false;
    const silence = new Silence(STALL, () => {
      stalled = true;
      request.abort();
    });
    const abort = () => {
      // First: an aborted request still reports its end.
      reject(signal.reason);
      request.abort();
    };
    request.upload.onprogress = ({ loaded }) => {
      silence.heard();
      onProgress(loaded);
    };
    request.upload.onload = () => silence.expect(NO_ANSWER);
    request.onloadend = () => {
      silence.end();
      signal?.removeEventListener("abort", abort);
      resolve(stalled);
    };
    signal?.addEventListener("abort", abort, { once: true });

    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(blob);
  });
}

// A file that changed on disk ends a request as a lost connection does; only reading it tells.
async function ensureReadable(blob) {
  await blob
    .slice(0, 1)
    .arrayBuffer()
    .catch((error) => {
      throw new Problem("file-unreadable", { detail: error.message });
    });
}
