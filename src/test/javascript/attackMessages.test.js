import { storeInspection, takeInspection } from "/experiments/inspectionTransfer.js";
import { answerLines, requestLines, summarize } from "/experiments/attacks/messageLines.js";
import { assertEquals, test } from "./harness.js";

const REQUEST = {
  method: "PUT",
  url: "https://store.example/bucket/videos/one/source?X-Amz-Expires=900&X-Amz-Signature=abc",
  headers: { Host: "store.example", "Content-Type": "text/html" },
  bodySize: 3,
  body: "abc",
};

function markedLines(difference) {
  return requestLines(REQUEST, difference).filter(({ mark }) => mark);
}

test("writes a request line by line", () => {
  assertEquals(
    requestLines(REQUEST, null).map(({ text }) => text),
    ["PUT /bucket/videos/one/source", "?X-Amz-Expires=900", "&X-Amz-Signature=abc", "Host: store.example", "Content-Type: text/html", "abc"],
  );
  assertEquals(markedLines(null), []);
});

test("marks the line that differs from what was signed", () => {
  assertEquals(markedLines({ part: "header", name: "content-type", signed: "video/mp4", sent: "text/html" }), [{ text: "Content-Type: text/html", mark: "Signed: video/mp4" }]);
  assertEquals(markedLines({ part: "parameter", name: "X-Amz-Expires", signed: "900", sent: "604800" }), [{ text: "?X-Amz-Expires=900", mark: "Signed: 900" }]);
  assertEquals(markedLines({ part: "method", signed: "PUT", sent: "DELETE" }), [{ text: "PUT /bucket/videos/one/source", mark: "Signed: PUT" }]);
  assertEquals(markedLines({ part: "path", signed: "videos/two/source", sent: "videos/one/source" }), [{ text: "PUT /bucket/videos/one/source", mark: "Signed: videos/two/source" }]);
  assertEquals(markedLines({ part: "body", signed: "SHA-256 x", sent: "SHA-256 y" }), [{ text: "abc", mark: "Signed: SHA-256 x" }]);
});

test("says which header is missing or not signed", () => {
  assertEquals(markedLines({ part: "header", name: "If-None-Match", signed: "*", sent: null }), [{ text: "", mark: "If-None-Match is missing. Signed: *" }]);
  assertEquals(markedLines({ part: "header", name: "Host", signed: null, sent: "store.example" }), [{ text: "Host: store.example", mark: "Not signed" }]);
});

test("writes an answer line by line", () => {
  const answer = { status: 403, code: "AccessDenied", headers: { server: "MinIO" }, body: "<Error/>" };

  assertEquals(
    answerLines(answer).map(({ text }) => text),
    ["403", "server: MinIO", "<Error/>"],
  );
  assertEquals(summarize(answer), "403 AccessDenied");
  assertEquals(summarize({ status: 204, code: "" }), "204");
});

test("hands a request over to the inspector once", () => {
  const entries = new Map();
  const storage = { getItem: (key) => entries.get(key) ?? null, setItem: (key, text) => entries.set(key, text), removeItem: (key) => entries.delete(key) };
  const signed = { method: "PUT", url: REQUEST.url, headers: { "Content-Type": "video/mp4" } };

  storeInspection({ request: { ...REQUEST, signed }, answer: { status: 403, headers: {}, body: "<Error/>" } }, storage);

  assertEquals(takeInspection(storage), {
    ...signed,
    request: "PUT /bucket/videos/one/source?X-Amz-Expires=900&X-Amz-Signature=abc HTTP/1.1\nHost: store.example\nContent-Type: text/html",
    answer: "HTTP/1.1 403\n\n<Error/>",
  });
  assertEquals(takeInspection(storage), null);
});
