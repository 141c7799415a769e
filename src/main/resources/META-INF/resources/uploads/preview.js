/** Pixels. Sharp on dense screens at the size of the card, and 100 of them need about 20 MB. */
const WIDTH = 320;
/** Portrait videos are cut by the card, so more rows would be wasted. */
const MAX_HEIGHT = 320;
/** The place of the frame in the video. The first frames are often black. */
const POSITION = 0.1;
/** Milliseconds after which a file gets no preview, so that the others get theirs. */
const TIMEOUT = 5_000;

/**
 * Draws a frame of a video file on a canvas. Resolves with null if the browser can't show a picture of the file;
 * never rejects. The file is read only where the frame needs it.
 */
export async function captureFrame(file, { timeout = TIMEOUT } = {}) {
  const video = document.createElement("video");
  const url = URL.createObjectURL(file);
  try {
    Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: url });
    const signal = AbortSignal.timeout(timeout);
    await happens(video, "loadeddata", signal);
    if (!video.videoWidth) return null;
    if (Number.isFinite(video.duration) && video.duration > 0) {
      const seeked = happens(video, "seeked", signal);
      video.currentTime = video.duration * POSITION;
      await seeked;
    }
    return drawn(video);
  } catch {
    return null;
  } finally {
    // Otherwise the browser keeps the decoder and the file open.
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

/**
 * Shows a frame of each file in its place on the page as soon as the place can be seen: one file after another,
 * because each needs a decoder. A place that is scrolled away before its turn waits until it is seen again.
 */
export class PreviewQueue {
  #capture;
  #observer;
  #files = new Map();
  #visible = new Set();
  #removed = new WeakSet();
  #running = false;

  constructor({ capture = captureFrame, IntersectionObserver = globalThis.IntersectionObserver } = {}) {
    this.#capture = capture;
    this.#observer = new IntersectionObserver((entries) => this.#onVisibility(entries));
  }

  /** Shows a frame of the file in place of the element's content, if there is one. */
  add(element, file) {
    this.#files.set(element, file);
    this.#observer.observe(element);
  }

  /** Call this when the element is removed from the page, or gets another picture. */
  remove(element) {
    this.#removed.add(element);
    this.#forget(element);
  }

  #forget(element) {
    this.#files.delete(element);
    this.#visible.delete(element);
    this.#observer.unobserve(element);
  }

  #onVisibility(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && this.#files.has(target)) this.#visible.add(target);
      else this.#visible.delete(target);
    }
    this.#run();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let element = this.#next(); element; element = this.#next()) {
      const file = this.#files.get(element);
      this.#forget(element);
      const frame = await this.#capture(file).catch(() => null);
      if (frame && !this.#removed.has(element)) element.replaceChildren(frame);
    }
    this.#running = false;
  }

  #next() {
    return this.#visible.values().next().value;
  }
}

function happens(video, type, signal) {
  return new Promise((resolve, reject) => {
    video.addEventListener(type, resolve, { once: true, signal });
    video.addEventListener("error", () => reject(video.error), { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function drawn(video) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.min(MAX_HEIGHT, Math.max(1, Math.round((WIDTH * video.videoHeight) / video.videoWidth)));
  const context = canvas.getContext("2d");
  // The middle of a picture that is higher than the canvas.
  const height = (video.videoWidth * canvas.height) / WIDTH;
  context.drawImage(video, 0, (video.videoHeight - height) / 2, video.videoWidth, height, 0, 0, WIDTH, canvas.height);
  return canvas;
}
