import { openAdaptive } from "../adaptive.js";
import { NativeStream } from "./nativeStream.js";

/**
 * The stream of a page's media element, if its video has renditions. Until it is open, and if it can't be opened, the
 * page plays the file.
 */
export class PageStream {
  #media;
  #signFile;
  #open;
  #stream = null;
  #playsFile = false;

  /**
   * @param media has data-hls, the address of the master playlist, and data-hls-player, that of hls.js
   * @param signFile returns a signed URL of the file
   */
  constructor(media, signFile, open = openAdaptive) {
    this.#media = media;
    this.#signFile = signFile;
    this.#open = open;
  }

  /** Opens the stream. Never rejects. */
  async start() {
    const { hls, hlsPlayer } = this.#media.dataset;
    if (!hls) return;
    const start = Number(new URL(this.#media.src, document.baseURI).hash.match(/^#t=([\d.]+)$/)?.[1] ?? 0);
    // Such a browser plays the playlist already, which is the source of the page.
    if (NativeStream.isSupported(this.#media)) {
      this.#stream = new NativeStream(this.#media, new URL(hls, document.baseURI).href, []);
    }
    try {
      this.#stream = await this.#open(this.#media, {
        masterUrl: hls,
        hlsJsUrl: hlsPlayer,
        onProblem: () => this.#end(),
        isWanted: () => !this.#playsFile,
      });
      if (start > 0 && this.#media.currentTime === 0) this.#media.currentTime = start;
    } catch {
      if (this.#playsFile || this.#isPlaying()) return;
      this.#leaveStream();
      await this.#playFile({ currentTime: this.#media.currentTime || start });
    }
  }

  /** Whether the browser's own HLS plays the stream, although its renditions aren't known. */
  #isPlaying() {
    return this.#stream !== null && this.#media.readyState > 0 && !this.#media.error;
  }

  #leaveStream() {
    this.#stream?.destroy();
    this.#stream = null;
    this.#playsFile = true;
  }

  /** The address to load again after an error; null if the page plays the file. */
  get address() {
    return this.#stream?.address ?? null;
  }

  /** The setting of the player's menu. */
  get quality() {
    return {
      title: "Quality",
      options: () => this.#options(),
      current: () => this.#stream?.selected(),
      select: (selection) => this.#stream?.select(selection),
    };
  }

  #options() {
    const levels = this.#stream?.levels ?? [];
    if (levels.length < 2) return [];
    const shown = levels[this.#stream.current()];
    const auto = shown && this.#stream.selected() === "auto" ? `Auto (${shown.label})` : "Auto";
    return [{ value: "auto", label: auto }, ...levels.map(({ label }, value) => ({ value, label }))];
  }

  /**
   * Ends a stream that the browser can't continue.
   *
   * @return a signed URL of the file to play instead; null if the page plays the file already, or if none can be signed
   */
  async fallBack() {
    if (!this.#stream) return null;
    const url = await this.#signFile().catch(() => null);
    if (url === null) return null;
    this.#leaveStream();
    return url;
  }

  async #end() {
    const { currentTime, paused } = this.#media;
    this.#leaveStream();
    await this.#playFile({ currentTime, paused });
  }

  /** @param paused undefined if the media element knows */
  async #playFile({ currentTime, paused }) {
    // A URL that can't be signed leaves an error, which the player explains.
    const url = await this.#signFile().catch(() => this.#media.src);
    // The visitor may have pressed play meanwhile.
    const plays = !(paused ?? this.#media.paused);
    this.#media.src = url;
    if (currentTime > 0) this.#media.currentTime = currentTime;
    if (plays) this.#media.play().catch(() => {});
  }
}
