import { basePath, requestJson } from "../web/json.js";
import { wait } from "../web/wait.js";
import { parseStoryboard } from "./player/storyboard.js";
import { clockTime } from "./player/time.js";

/** Milliseconds between two looks at a poster that is being made, and how often. */
const INTERVAL = 1_000;
const MAX_LOOKS = 120;

/** Lets the owner choose a frame, an image or the automatic picture as the poster of the video. */
export function connectPosterPicker(root, media) {
  const video = root.dataset.video;
  const frames = root.querySelector(".poster-frames");
  const file = root.querySelector("#poster-file");
  const status = root.querySelector("#poster-status");
  const address = `${basePath}/api/videos/${video}`;

  async function perform(change) {
    // The keyboard reaches the frames although they don't react to the pointer.
    if (root.hasAttribute("data-busy")) return;
    status.textContent = "The poster is being made…";
    root.toggleAttribute("data-busy", true);
    try {
      await change();
      const problem = await awaitPoster(address);
      if (problem) {
        status.textContent = problem;
        return;
      }
      media.poster = (await requestJson("GET", address)).posterUrl ?? "";
      status.textContent = "The poster has been changed.";
    } catch (error) {
      status.textContent = `The poster has not been changed. ${error.message}`;
    } finally {
      root.removeAttribute("data-busy");
    }
  }

  function choose(body) {
    return requestJson("PUT", `${address}/poster`, { body });
  }

  root.addEventListener("toggle", () => showFrames(frames, address, (timeMillis) => perform(() => choose({ timeMillis }))), {
    once: true,
  });
  root.querySelector("#poster-automatic").addEventListener("click", () => perform(() => requestJson("DELETE", `${address}/poster`)));
  file.addEventListener("change", () => {
    const [image] = file.files;
    if (image) perform(async () => choose({ image: await upload(address, image) }));
    file.value = "";
  });
}

/** Sends an image straight to the store. Returns its id. */
async function upload(address, image) {
  const body = { contentType: image.type, size: image.size };
  const signed = await requestJson("POST", `${address}/poster/images`, { body });
  const response = await fetch(signed.url, { method: signed.method, headers: signed.headers, body: image });
  if (!response.ok) throw new Error(`The store refused the image (${response.status}).`);
  return signed.image;
}

/** Waits until the poster is made. Returns why it could not be made; null if it was. */
async function awaitPoster(address) {
  for (let look = 0; look < MAX_LOOKS; look++) {
    const poster = await requestJson("GET", `${address}/poster`);
    if (!poster.making) return poster.problem;
    await wait(INTERVAL);
  }
  return "The poster isn’t ready yet. It appears when it is.";
}

/** The milliseconds of the frame in a cue: the one nearest to its middle. The last cue may end after the video. */
export function timeOf(start, end, durationMillis) {
  return Math.min(Math.round((start + end) * 500), durationMillis ?? Infinity);
}

/** Shows the frames of the storyboard as buttons. A video without a storyboard has none. */
async function showFrames(frames, address, onChoose) {
  const response = await fetch(`${address}/storyboard.vtt`).catch(() => null);
  if (!response?.ok) return;
  const { format } = await requestJson("GET", address);
  for (const { start, end, url, x, y, width, height } of parseStoryboard(await response.text())) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "poster-frame";
    button.setAttribute("aria-label", `Use the frame at ${clockTime(start)}`);
    button.title = clockTime(start);
    button.style.width = `${width}px`;
    button.style.height = `${height}px`;
    const sprite = document.createElement("img");
    sprite.src = url;
    sprite.alt = "";
    sprite.style.translate = `-${x}px -${y}px`;
    button.append(sprite);
    button.addEventListener("click", () => onChoose(timeOf(start, end, format.durationMillis)));
    frames.append(button);
  }
  frames.hidden = frames.childElementCount === 0;
}
