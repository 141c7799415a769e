import { changeRequest, sendToStore } from "/experiments/changedRequest.js";
import { curlCommand } from "/experiments/curlCommand.js";
import { assertEquals, test } from "./harness.js";

const SIGNED = {
  method: "PUT",
  url: "https://store.example/bucket/videos/abc/source?X-Amz-Date=20261125T215840Z&X-Amz-Credential=a%2Fb&X-Amz-Signature=0f",
  headers: { "Content-Type": "video/mp4", "If-None-Match": "*", "x-amz-checksum-sha256": "YWJj" },
  body: "Sample body of a signed request.",
};

/** What a change does: the members of the request that differ, and for headers the names. */
function differences(change) {
  const changed = changeRequest(SIGNED, change);
  assertEquals(Object.keys(changed).sort(), Object.keys(SIGNED).sort());
  return Object.keys(SIGNED).filter((name) => JSON.stringify(changed[name]) !== JSON.stringify(SIGNED[name]));
}

test("changes one thing of a signed request", () => {
  assertEquals(differences("type"), ["headers"]);
  assertEquals(differences("length"), ["body"]);
  assertEquals(differences("bytes"), ["body"]);
  assertEquals(differences("header"), ["headers"]);
  assertEquals(differences("method"), ["method"]);
  assertEquals(differences("path"), ["url"]);
});

test("declares another type", () => {
  const { headers } = changeRequest(SIGNED, "type");

  assertEquals(headers["Content-Type"], "text/html");
  assertEquals(Object.keys(headers).length, 3);
});

test("sends one byte more, or other bytes of the same number", () => {
  assertEquals(changeRequest(SIGNED, "length").body.length, 33);
  assertEquals(changeRequest(SIGNED, "bytes").body.length, 32);
});

test("leaves the precondition out, under its name of S3 or of Google", () => {
  assertEquals(Object.keys(changeRequest(SIGNED, "header").headers), ["Content-Type", "x-amz-checksum-sha256"]);
  const google = { ...SIGNED, headers: { "Content-Type": "video/mp4", "x-goog-if-generation-match": "0" } };
  assertEquals(Object.keys(changeRequest(google, "header").headers), ["Content-Type"]);
});

test("changes the end of the path, and no parameter", () => {
  assertEquals(changeRequest(SIGNED, "path").url, SIGNED.url.replace("/source?", "/other?"));
});

test("returns the request as sent and what the store answers", async () => {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push([url, init.method, init.headers, new TextDecoder().decode(init.body), init.credentials]);
    return new Response("<Error/>", { status: 403, headers: { ETag: "1" } });
  };

  const { request, answer } = await sendToStore(SIGNED, { fetch });

  assertEquals(calls, [[SIGNED.url, "PUT", SIGNED.headers, SIGNED.body, "omit"]]);
  assertEquals([request.headers.Host, request.headers["Content-Length"]], ["store.example", "32"]);
  assertEquals([answer.status, answer.headers.etag, answer.body], [403, "1", "<Error/>"]);
});

test("has no answer if the browser doesn't let the page read it", async () => {
  const fetch = () => Promise.reject(new TypeError("Failed to fetch"));

  const { request, answer, timedOut } = await sendToStore(SIGNED, { fetch });

  assertEquals([request.method, answer, timedOut], ["PUT", null, false]);
});

test("waits a limited time for the store", async () => {
  const fetch = (url, { signal }) => new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

  const { answer, timedOut } = await sendToStore(SIGNED, { fetch, timeout: 1 });

  assertEquals([answer, timedOut], [null, true]);
});

test("writes a curl command with all headers, the body and the URL", () => {
  assertEquals(
    curlCommand(SIGNED, SIGNED.body),
    `curl -i -X PUT -H 'Content-Type: video/mp4' -H 'If-None-Match: *' -H 'x-amz-checksum-sha256: YWJj' --data-binary 'Sample body of a signed request.' '${SIGNED.url}'`,
  );
});

test("quotes an apostrophe for the shell", () => {
  const command = curlCommand({ ...SIGNED, headers: { "x-amz-meta-name": "it's" } }, "a");

  assertEquals(command.includes(String.raw`'x-amz-meta-name: it'\''s'`), true);
});
