import { openAdaptive } from "../adaptive.js";
import { NativeStream } from "./nativeStream.js";

/**
 * The stream of a page's media element, if its video has renditions. Until it is open, and if it can't be opened, the
 * page plays the file.
 */
export class PageStream {
  #media;
  #signFile;
  #intent;
  #open;
  #stream = null;
  #playsFile = false;

  /**
   * @param media has data-hls, the address of the master playlist, and data-hls-player, that of hls.js
   * @param signFile returns a signed URL of the file
   * @param intent see playbackIntent.js
   */
  constructor(media, { signFile, intent, open = openAdaptive }) {
    this.#media = media;
    this.#signFile = signFile;
    this.#intent = intent;
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
    // Neither a playlist that the browser can't play nor a source that is replaced remembers that the visitor pressed Play.
    this.#intent.hold();
    try {
      this.#stream = await this.#open(this.#media, {
        masterUrl: hls,
        hlsJsUrl: hlsPlayer,
        onProblem: () => this.#playFile(this.#media.currentTime),
        isWanted: () => !this.#playsFile,
      });
      if (start > 0 && this.#media.currentTime === 0) this.#media.currentTime = start;
      this.#playIfWanted();
    } catch {
      if (this.#playsFile || this.#isPlaying()) return;
      await this.#playFile(this.#media.currentTime || start);
    } finally {
      this.#intent.release();
    }
  }

  #playIfWanted() {
    if (this.#intent.wanted) this.#media.play().catch(() => {});
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

  /** Leaves the stream. What the visitor decides until the file can be played counts. */
  async #playFile(position) {
    this.#intent.hold();
    this.#leaveStream();
    // A URL that can't be signed leaves an error, which the player explains.
    this.#media.src = await this.#signFile().catch(() => this.#media.src);
    if (position > 0) this.#media.currentTime = position;
    this.#playIfWanted();
    this.#intent.release();
  }
}
