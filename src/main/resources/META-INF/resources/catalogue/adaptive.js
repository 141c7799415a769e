import { HlsJsStream } from "./streaming/hlsJsStream.js";
import { parseMasterPlaylist } from "./streaming/masterPlaylist.js";
import { NativeStream } from "./streaming/nativeStream.js";
import { mayRepeat, waitForPermit } from "./streaming/tooManyRequests.js";

/**
 * Streams a video in the quality that the connection allows: with the browser's own HLS, or else with hls.js, which is
 * loaded on demand. The media comes from the store; the application serves the playlists.
 *
 * Returns the stream: `levels`, from large to small, each with `height`, `frameRate` and `label`; `current()`, the
 * index of the one that is shown, or -1; `selected()` and `select()`, an index or "auto"; `address`, what to load
 * again after an error of the media element, or null if that isn't necessary; `destroy()`. Rejects if the browser can't
 * stream; the page then plays the file itself.
 *
 * @param masterUrl the address of the master playlist
 * @param hlsJsUrl the address of hls.js
 * @param onProblem called if streaming ends; with hls.js, with whether the stream can be resumed after an outage
 * @param onProgress called when hls.js has loaded a segment
 * @param isWanted whether the page still needs the stream when its playlist has arrived
 * @param environment what the browser offers; for tests
 */
export async function openAdaptive(media, { masterUrl, hlsJsUrl, onProblem = () => {}, onProgress = () => {}, isWanted = () => true, environment = browser() }) {
  const address = new URL(masterUrl, environment.pageUrl).href;
  const levels = parseMasterPlaylist(await environment.fetchText(address), address);
  if (levels.length === 0) throw new Error("The playlist has no rendition");
  if (!isWanted()) throw new Error("The page plays the file");
  const stream = NativeStream.isSupported(media)
    ? new NativeStream(media, address, levels)
    : await hlsJsStream(media, address, levels, { hlsJsUrl, onProblem, onProgress, environment });
  try {
    await stream.open();
  } catch (error) {
    stream.destroy();
    throw error;
  }
  return stream;
}

async function hlsJsStream(media, address, levels, { hlsJsUrl, onProblem, onProgress, environment }) {
  if (!environment.hasMediaSource) throw new DOMException("The browser has no Media Source Extensions", "NotSupportedError");
  const Hls = await environment.loadHlsJs(hlsJsUrl);
  return new HlsJsStream(media, address, levels, { Hls, fetchText: environment.fetchText, onProblem, onProgress });
}

function browser() {
  return {
    pageUrl: document.baseURI,
    hasMediaSource: "MediaSource" in window || "ManagedMediaSource" in window,
    fetchText,
    loadHlsJs,
  };
}

/**
 * Returns the text of a playlist. Waits if there were too many requests.
 *
 * @param environment what the browser offers; for tests
 */
export async function fetchText(address, { fetch = globalThis.fetch, waitFor = waitForPermit } = {}) {
  for (let repetitions = 0; ; repetitions++) {
    const response = await fetch(address);
    if (response.ok) return response.text();
    if (!mayRepeat(response.status, repetitions)) throw new Error(`The playlist can't be loaded: ${response.status}`);
    await waitFor(response.headers.get("Retry-After"), repetitions);
  }
}

/** It is an ordinary script, which defines a global variable. */
function loadHlsJs(url) {
  if (window.Hls) return Promise.resolve(window.Hls);
  const script = document.createElement("script");
  return new Promise((resolve, reject) => {
    script.addEventListener("load", () => (window.Hls ? resolve(window.Hls) : reject(new Error("hls.js is incomplete"))));
    script.addEventListener("error", () => reject(new Error("hls.js can't be loaded")));
    script.src = url;
    document.head.append(script);
  });
}
