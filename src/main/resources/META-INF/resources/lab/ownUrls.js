import { basePath, requestJson } from "../web/json.js";
import { smallestMp4 } from "./smallestMp4.js";

const CLIP = smallestMp4();
const TYPE = "video/mp4";

/**
 * Signs a URL through the API, for a small file that is removed again. Returns {method, url, headers,
 * note}; the note says what happened to the file.
 *
 * @param account the name of the caller, whose newest video a GET is signed for
 */
export function signOwnUrl(method, account) {
  if (method === "PUT") return signPut();
  return method === "GET" ? signGet(account) : signDelete();
}

async function signPut() {
  const { id, put } = await openUpload();
  await call("DELETE", `/api/uploads/${id}`);
  return {
    method: "PUT",
    ...put,
    note: `Signed for a small upload of ${CLIP.length} bytes, which is aborted again, so no quota stays reserved. The URL works until it expires; a file that you send to it is removed.`,
  };
}

async function signGet(account) {
  const { items } = await call("GET", `/api/videos?owner=${encodeURIComponent(account)}&status=READY&limit=1`);
  if (items.length > 0) {
    const signed = await signFor(items[0].id, "play");
    return { ...signed, note: "Signed for your newest video." };
  }
  return withSmallVideo("play", "Signed for a small video, which is deleted again, because you have none. The store answers 404 to this URL.");
}

function signDelete() {
  return withSmallVideo("delete", "Signed for a small video, which is deleted again already. The URL can delete nothing else.");
}

async function withSmallVideo(operation, note) {
  const { id, put } = await openUpload();
  let videoId = null;
  try {
    const answer = await fetch(put.url, { method: "PUT", headers: put.headers, body: new Blob([CLIP]) });
    if (!answer.ok) throw new Error(`The store answered ${answer.status} to the small video.`);
    videoId = (await call("PUT", `/api/uploads/${id}/completion`)).id;
    return { ...(await signFor(videoId, operation)), note };
  } finally {
    await (videoId ? call("DELETE", `/api/videos/${videoId}?permanently=true`) : call("DELETE", `/api/uploads/${id}`));
  }
}

async function signFor(videoId, operation) {
  const { method, url, headers } = await call("POST", `/api/videos/${videoId}/urls`, { operation });
  return { method, url, headers };
}

function openUpload() {
  return call("POST", "/api/uploads", { fileName: "signature-inspector.mp4", contentType: TYPE, size: CLIP.length });
}

function call(method, path, body) {
  return requestJson(method, basePath + path, { body });
}
