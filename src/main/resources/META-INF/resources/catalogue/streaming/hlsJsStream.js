import { playlistLoader } from "./playlistVariables.js";
import { RenewedUrls, renewingLoader } from "./renewedUrls.js";

const AUTO = -1;

/** Seconds that are loaded before playback: the first segment, which shows the first frame. */
const BUFFER_BEFORE_PLAYBACK = 1;

/** Streams with hls.js, in browsers with Media Source Extensions and without HLS. */
export class HlsJsStream {
  #media;
  #Hls;
  #hls;
  #levels;
  #masterUrl;
  #selected = "auto";
  #onProblem;
  #onProgress;
  #isOpen = false;

  /**
   * @param Hls the class of hls.js
   * @param onProblem called when hls.js can't continue, and with whether it can after an outage, by resume()
   * @param onProgress called when a segment has arrived
   */
  constructor(media, masterUrl, levels, { Hls, fetchText, onProblem, onProgress = () => {} }) {
    this.#media = media;
    this.#masterUrl = masterUrl;
    this.#levels = levels;
    this.#onProblem = onProblem;
    this.#onProgress = onProgress;
    this.#Hls = Hls;
    const urls = new RenewedUrls(fetchText);
    this.#hls = new Hls({
      // Workers would need blob: addresses in the page's policy.
      enableWorker: false,
      capLevelToPlayerSize: true,
      maxMaxBufferLength: BUFFER_BEFORE_PLAYBACK,
      pLoader: playlistLoader(Hls.DefaultConfig.loader),
      fLoader: renewingLoader(Hls.DefaultConfig.loader, urls),
    });
    this.#hls.on(Hls.Events.LEVEL_LOADED, (event, { details }) => {
      for (const fragment of details.fragments.slice(0, 1)) urls.add(fragment.url, details.url);
    });
    this.#hls.on(Hls.Events.FRAG_LOADED, () => this.#onProgress());
    this.#hls.on(Hls.Events.ERROR, (event, error) => this.#handleError(error));
    if (media.paused) media.addEventListener("play", this.#loadAhead, { once: true });
    else this.#loadAhead();
  }

  /** Hls.js owns the source of the media element. */
  get address() {
    return null;
  }

  get levels() {
    return this.#levels;
  }

  /** Rejects if the stream can't be opened. */
  async open() {
    const hls = this.#hls;
    const { Events } = this.#Hls;
    await new Promise((resolve, reject) => {
      hls.once(Events.MANIFEST_PARSED, resolve);
      hls.on(Events.ERROR, (event, { fatal, details }) => fatal && reject(new Error(details)));
      hls.attachMedia(this.#media);
      hls.loadSource(this.#masterUrl);
    });
    this.#isOpen = true;
  }

  current() {
    return this.#indexOf(this.#hls.levels[this.#hls.currentLevel]);
  }

  selected() {
    return this.#selected;
  }

  /** Continues with another rendition after the segment that is playing. */
  select(selection) {
    this.#selected = selection;
    this.#hls.nextLevel = selection === "auto" ? AUTO : this.#hls.levels.findIndex((level) => this.#indexOf(level) === selection);
  }

  /** Continues to load after a problem of the network, at which hls.js stops. */
  resume() {
    this.#hls.startLoad();
  }

  destroy() {
    this.#media.removeEventListener("play", this.#loadAhead);
    this.#hls.destroy();
  }

  #loadAhead = () => {
    this.#hls.config.maxMaxBufferLength = this.#Hls.DefaultConfig.maxMaxBufferLength;
  };

  #indexOf(level) {
    return this.#levels.findIndex(({ url }) => level?.url.includes(url));
  }

  #handleError({ fatal, type }) {
    if (fatal && this.#isOpen) this.#onProblem({ resumable: type === this.#Hls.ErrorTypes.NETWORK_ERROR });
  }
}
