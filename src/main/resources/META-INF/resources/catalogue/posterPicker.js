import { basePath, requestJson } from "../web/json.js";
import { problemText } from "../web/problemText.js";
import { wait } from "../web/wait.js";
import { parseStoryboard } from "./player/storyboard.js";
import { clockTime } from "./player/time.js";

/** Milliseconds between two looks at a poster that is being made, and how often. */
const INTERVAL = 1_000;
const MAX_LOOKS = 120;

/** How often a choice is sent whose response doesn't arrive. */
const MAX_ATTEMPTS = 3;

const UNSENT = "The store didn’t respond. Check the network, then try again. If the network is fine, the store may not accept images from this page (CORS).";
const CHANGED = "Poster changed.";
const UNKNOWN = "The server didn’t respond, so the poster may or may not have changed. Reload the page to see it.";

/** Lets the owner choose a frame, an image or the automatic picture as the poster of the video. */
export function connectPosterPicker(root, media, { request = requestJson, pause = wait, fetch = globalThis.fetch } = {}) {
  const video = root.dataset.video;
  const frames = root.querySelector(".poster-frames");
  const file = root.querySelector("#poster-file");
  const automatic = root.querySelector("#poster-automatic");
  const status = root.querySelector("#poster-status");
  const address = `${basePath}/api/videos/${video}`;

  async function perform(change) {
    // The keyboard reaches the frames although they don't react to the pointer.
    if (root.hasAttribute("data-busy")) return;
    const focused = document.activeElement;
    status.textContent = "Making the poster…";
    setBusy(true);
    try {
      status.textContent = (await change()) ? await result() : UNKNOWN;
    } catch (error) {
      status.textContent = `The poster wasn’t changed. ${problemText(error)}`;
    } finally {
      setBusy(false);
      // A disabled control loses it to the body.
      if ([document.body, null].includes(document.activeElement)) focused?.focus({ preventScroll: true });
    }
  }

  function setBusy(busy) {
    root.toggleAttribute("data-busy", busy);
    file.disabled = automatic.disabled = busy;
  }

  /** Sends the choice. Returns whether the server has confirmed it; without a response, it may have it nevertheless. */
  async function send(method, body) {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        await request(method, `${address}/poster`, { body });
        return true;
      } catch (error) {
        // The same choice a second time gives the same poster.
        if (!error.transient) throw error;
        await pause(Math.max(INTERVAL, error.retryAfter * 1_000));
      }
    }
    return false;
  }

  /** Waits until the poster is made, and shows it. Returns what became of it. The choice is made, so no error is one of it. */
  async function result() {
    try {
      const problem = await awaitPoster(() => request("GET", `${address}/poster`), pause);
      if (problem) return problem;
    } catch (error) {
      return `The poster was requested, but the page can’t show the result. ${problemText(error)}`;
    }
    const changed = await request("GET", address).catch(() => null);
    if (changed) media.poster = changed.posterUrl ?? "";
    return CHANGED;
  }

  const useFrame = (timeMillis) => perform(() => send("PUT", { timeMillis }));
  let loading = null;
  root.addEventListener("toggle", () => {
    if (!root.open || frames.childElementCount > 0) return;
    // The next opening tries again what has failed.
    loading ??= showFrames(frames, address, useFrame, { request, fetch })
      .catch(() => {})
      .finally(() => (loading = null));
  });
  automatic.addEventListener("click", () => perform(() => send("DELETE")));
  file.addEventListener("change", () => {
    const [image] = file.files;
    if (image) perform(async () => send("PUT", { image: await upload(address, image, { request, fetch }) }));
    file.value = "";
  });
}

/** Sends an image straight to the store. Returns its id. */
async function upload(address, image, { request, fetch }) {
  const body = { contentType: image.type, size: image.size };
  const signed = await request("POST", `${address}/poster/images`, { body });
  const response = await fetch(signed.url, { method: signed.method, headers: signed.headers, body: image }).catch(() => {
    throw new Error(UNSENT);
  });
  if (!response.ok) throw new Error(`The store refused the image (${response.status}).`);
  return signed.image;
}

/** Waits until the poster is made. Returns why it could not be made; null if it was. */
async function awaitPoster(look, pause) {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const poster = await look().catch((error) => {
      // The job continues while the server doesn't respond.
      if (!error.transient) throw error;
      return { making: true };
    });
    if (!poster.making) return poster.problem;
    await pause(INTERVAL);
  }
  return "The poster isn’t ready yet. It will appear when it is ready.";
}

/** The milliseconds of the frame in a cue: the one nearest to its middle. The last cue may end after the video. */
export function timeOf(start, end, durationMillis) {
  return Math.min(Math.round((start + end) * 500), durationMillis ?? Infinity);
}

/** Shows the frames of the storyboard as buttons. A video without a storyboard has none. */
async function showFrames(frames, address, onChoose, { request, fetch }) {
  const response = await fetch(`${address}/storyboard.vtt`);
  if (!response.ok) return;
  const { format } = await request("GET", address);
  for (const { start, end, url, x, y, width, height } of parseStoryboard(await response.text())) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "poster-frame";
    button.setAttribute("aria-label", `Use the frame at ${clockTime(start)}`);
    button.title = clockTime(start);
    button.style.width = `${width}px`;
    button.style.height = `${height}px`;
    const sprite = document.createElement("img");
    // Without it, the request would carry the session to a store that has the same host name.
    sprite.crossOrigin = "anonymous";
    sprite.src = url;
    sprite.alt = "";
    sprite.style.translate = `-${x}px -${y}px`;
    button.append(sprite);
    button.addEventListener("click", () => onChoose(timeOf(start, end, format.durationMillis)));
    frames.append(button);
  }
  frames.hidden = frames.childElementCount === 0;
}
