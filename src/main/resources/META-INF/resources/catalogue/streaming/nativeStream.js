const PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

/** Streams with the browser's own HLS. A single rendition is a playlist of its own. */
export class NativeStream {
  #media;
  #masterUrl;
  #selected = "auto";

  static isSupported(media) {
    return media.canPlayType(PLAYLIST_TYPE) !== "";
  }

  /** @param levels from large to small; empty if they aren't known yet */
  constructor(media, masterUrl, levels) {
    this.#media = media;
    this.#masterUrl = masterUrl;
    this.levels = levels;
  }

  /** The address to play; loading it again renews the signed URLs. */
  get address() {
    return this.#selected === "auto" ? this.#masterUrl : this.levels[this.#selected].url;
  }

  /** Rejects if the browser can't play the stream. */
  async open() {
    const media = this.#media;
    // The page may have begun before this module.
    if (media.src.split("#")[0] === this.address && media.readyState > 0) return;
    const opened = new Promise((resolve, reject) => {
      media.addEventListener("loadedmetadata", resolve, { once: true });
      media.addEventListener("error", () => reject(new Error("The browser can't play the stream")), { once: true });
    });
    const { paused } = media;
    media.src = this.address;
    // With preload="none", nothing would happen before playback.
    media.load();
    // A new source pauses what the visitor has begun to play.
    if (!paused) media.play().catch(() => {});
    await opened;
  }

  /** The rendition that is shown; -1 if it isn't known. */
  current() {
    const { videoWidth, videoHeight } = this.#media;
    return this.levels.findIndex(({ width, height }) => width === videoWidth && height === videoHeight);
  }

  selected() {
    return this.#selected;
  }

  /** Continues with another rendition at the same position. */
  select(selection) {
    if (selection === this.#selected) return;
    this.#selected = selection;
    const media = this.#media;
    const { currentTime, ended, paused, playbackRate } = media;
    media.src = this.address;
    media.playbackRate = playbackRate;
    // Nothing can be loaded at the end, so a video that has ended starts over.
    media.currentTime = ended ? 0 : currentTime;
    if (!paused) media.play().catch(() => {});
  }

  destroy() {}
}
