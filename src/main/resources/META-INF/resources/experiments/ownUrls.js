import { basePath, requestJson } from "../web/json.js";
import { sha256 } from "../uploads/client/hasher.js";
import { wait } from "../web/wait.js";
import { smallestMp4 } from "./smallestMp4.js";

const CLIP = smallestMp4();
/** How often, and after how many milliseconds each time, a video that is being checked is read. */
const MAX_POLLS = 20;
const POLL_INTERVAL = 1_000;
const TYPE = "video/mp4";

/** Of a PUT that is only signed: as text, which fits in a command. */
const SAMPLE_BODY = "Sample body of a signed request.";

/**
 * Signs a URL through the API, for a small file that is removed again. Returns {method, url, headers, body,
 * note}: the body is what a PUT was signed for, and the note says what happened to the file.
 *
 * @param account the name of the caller, whose newest video a GET is signed for
 */
export function signOwnUrl(method, account) {
  if (method === "PUT") return signPut();
  return method === "GET" ? signGet(account) : signDelete();
}

async function signPut() {
  const { id, put } = await openUpload(new Blob([SAMPLE_BODY]));
  await call("DELETE", `/api/uploads/${id}`);
  return {
    method: "PUT",
    ...put,
    body: SAMPLE_BODY,
    note: `Signed for a small upload of ${SAMPLE_BODY.length} bytes, which is aborted again, so no quota stays reserved. The URL works until it expires; a file that you send to it is removed.`,
  };
}

async function signGet(account) {
  const { items } = await call("GET", `/api/videos?owner=${encodeURIComponent(account)}&status=READY&limit=1`);
  if (items.length > 0) {
    const signed = await signFor(items[0].id, "play");
    return { ...signed, note: "Signed for your newest video." };
  }
  return withSmallVideo("play", "You have no video, so this URL was signed for a small one, which has been deleted. The store answers 404.");
}

function signDelete() {
  return withSmallVideo("delete", "Signed for a small video that has already been deleted. The URL can delete nothing else.");
}

async function withSmallVideo(operation, note) {
  const clip = new Blob([CLIP]);
  const { id, put } = await openUpload(clip);
  let videoId = null;
  try {
    const answer = await fetch(put.url, { method: "PUT", headers: put.headers, body: clip });
    if (!answer.ok) throw new Error(`The store answered ${answer.status} to the small video.`);
    videoId = (await call("PUT", `/api/uploads/${id}/completion`)).id;
    if (operation === "play") await awaitVerdict(videoId);
    return { ...(await signFor(videoId, operation)), note };
  } finally {
    await (videoId ? call("DELETE", `/api/videos/${videoId}?permanently=true`) : call("DELETE", `/api/uploads/${id}`));
  }
}

// A video can be played when it has been checked, which takes a moment.
async function awaitVerdict(videoId) {
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const { status } = await call("GET", `/api/videos/${videoId}`);
    if (status !== "PROCESSING") return;
    await wait(POLL_INTERVAL);
  }
}

async function signFor(videoId, operation) {
  const { method, url, headers } = await call("POST", `/api/videos/${videoId}/urls`, { operation });
  return { method, url, headers };
}

async function openUpload(file) {
  // Browsers hash only on https and localhost. Elsewhere the checksum isn't signed.
  const checksumSha256 = globalThis.crypto?.subtle ? await sha256(file) : undefined;
  return call("POST", "/api/uploads", { fileName: "signature-inspector.mp4", contentType: TYPE, size: file.size, checksumSha256 });
}

function call(method, path, body) {
  return requestJson(method, basePath + path, { body });
}
