import { Problem } from "../../web/problem.js";

/**
 * Sends a file as the body of a request, because fetch can't report progress. Returns the parsed
 * JSON; throws a Problem if the status isn't 2xx, and the reason of the signal if it aborts.
 */
export function sendFile(address, file, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.responseType = "json";
    if (file.type) request.setRequestHeader("Content-Type", file.type);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("load", () => (request.status < 300 ? resolve(request.response) : reject(problemOf(request))));
    request.addEventListener("error", () => reject(new Problem("connection-lost", { detail: "The connection ended before the response." })));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function problemOf({ status, response }) {
  return new Problem(response?.code ?? "unexpected", { status, detail: response?.detail ?? response?.title ?? "" });
}
