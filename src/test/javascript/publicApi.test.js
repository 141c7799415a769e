import { unfinished } from "/uploads/client/unfinished.js";
import { Upload } from "/uploads/client/upload.js";
import { slipway } from "/uploads/uppy/slipway.js";
import { assertEquals, test } from "./harness.js";

// Pages of other sites rely on these names, which docs/client.md and docs/uppy.md document.

test("an upload has the documented methods and properties", () => {
  const upload = new Upload(new File(["abc"], "holiday.mp4"), { title: "Holiday", visibility: "public", tags: ["sea"], priority: 3 });

  for (const method of ["start", "pause", "resume", "cancel", "retry", "retryNow", "startNow"]) assertEquals([method, typeof upload[method]], [method, "function"]);
  assertEquals(typeof Upload.unfinished, "function");
  const { phase, active, id, serverState, video, problem, pending, bytes, resumed } = upload;
  assertEquals({ phase, active, id, serverState, video, problem, pending, resumed }, { phase: "ready", active: false, id: null, serverState: null, video: null, problem: null, pending: null, resumed: 0 });
  assertEquals(bytes, { stored: 0, sent: 0, checked: 0, toCheck: 0, total: 3 });
  const { type, title, description, visibility, tags, priority } = upload;
  const details = { type, title, description, visibility, tags, priority };
  assertEquals(details, { type: "video/mp4", title: "Holiday", description: undefined, visibility: "public", tags: ["sea"], priority: 3 });
});

test("the object for unfinished uploads has the documented methods", () => {
  assertEquals(Object.keys(unfinished).sort(), ["abort", "handleOf", "list", "match"]);
});

test("the Uppy adapter returns the options of both versions", () => {
  const uppy5 = ["createMultipartUpload", "signPart", "uploadPartBytes", "listParts", "completeMultipartUpload", "abortMultipartUpload"];
  const uppy6 = ["generateObjectKey", "signRequest"];

  assertEquals(Object.keys(slipway()).sort(), ["shouldUseMultipart", "getChunkSize", ...uppy5, ...uppy6].sort());
});

test("the Uppy adapter divides files within the limits of S3", () => {
  const mib = 1024 * 1024;
  const { getChunkSize } = slipway();

  assertEquals(getChunkSize({ size: 1 }), 5 * mib);
  assertEquals(getChunkSize({ size: 64 * mib - 1 }), 64 * mib - 1);
  assertEquals(getChunkSize({ size: 64 * mib }), 16 * mib);
  assertEquals(getChunkSize({ size: 1024 * 1024 * mib }), 105 * mib);
});
