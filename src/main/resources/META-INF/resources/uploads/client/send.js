import { Problem } from "../web/problem.js";
import { refusal } from "./refusal.js";

/** Milliseconds without a byte going out, and without an answer once all have gone. */
const STALL = 60_000;
const SILENCE = 300_000;

/**
 * Sends a file to a signed URL: XMLHttpRequest, since fetch cannot report how much went out.
 * Resolves when the store has answered 2xx, throws a Problem otherwise.
 */
export async function put({ url, headers }, file, { signal, onProgress = () => {}, request = new XMLHttpRequest() }) {
  signal?.throwIfAborted();
  const { status, body } = await exchange(request, { url, headers, file, signal, onProgress });
  if (status >= 200 && status < 300) return;
  if (status > 0) throw refusal(status, body);
  await ensureReadable(file);
  throw new Problem("connection-lost");
}

function exchange(request, { url, headers, file, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      // First: an aborted request still reports its end.
      reject(signal.reason);
      request.abort();
    };
    let timer;
    const expectWithin = (milliseconds) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), milliseconds);
    };
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      resolve({ status: request.status, body: request.responseText });
    };
    request.upload.onprogress = ({ loaded }) => {
      expectWithin(STALL);
      onProgress(loaded);
    };
    request.upload.onload = () => expectWithin(SILENCE);
    request.onloadend = settle;
    signal?.addEventListener("abort", abort, { once: true });

    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    expectWithin(STALL);
    request.send(file);
  });
}

// A file that changed on disk ends a request as a lost connection does; only reading it tells.
async function ensureReadable(file) {
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch((error) => {
      throw new Problem("file-unreadable", { detail: error.message });
    });
}
