/** The longer side in pixels; the frame is shown until playback continues. */
const MAX_SIZE = 1280;

/** Shows the last frame while a new source loads, so that the renewal of a URL is no black flash. */
export class HeldFrame {
  #media;
  #canvas = document.createElement("canvas");
  #drawn = false;

  constructor(media) {
    this.#media = media;
    this.#canvas.className = "player-held";
    this.#canvas.ariaHidden = "true";
    this.#canvas.hidden = true;
    media.after(this.#canvas);
    // A seek in a pause takes the frame away before its request can fail.
    for (const type of ["pause", "loadeddata", "seeked"]) media.addEventListener(type, () => media.paused && this.#draw());
    media.addEventListener("playing", () => (this.#drawn = false));
    media.addEventListener("error", () => this.#hold());
    media.addEventListener("loadedmetadata", () => this.#releaseAtNextFrame());
  }

  release() {
    this.#canvas.hidden = true;
  }

  #hold() {
    this.#draw();
    this.#canvas.hidden = !this.#drawn;
  }

  #draw() {
    const { videoWidth, videoHeight, readyState } = this.#media;
    if (!videoWidth || readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const scale = Math.min(1, MAX_SIZE / Math.max(videoWidth, videoHeight));
    this.#canvas.width = videoWidth * scale;
    this.#canvas.height = videoHeight * scale;
    this.#canvas.getContext("2d").drawImage(this.#media, 0, 0, this.#canvas.width, this.#canvas.height);
    this.#drawn = true;
  }

  #releaseAtNextFrame() {
    if (this.#canvas.hidden) return;
    const release = () => this.release();
    if (this.#media.requestVideoFrameCallback) this.#media.requestVideoFrameCallback(release);
    else this.#media.addEventListener("seeked", release, { once: true });
  }
}
