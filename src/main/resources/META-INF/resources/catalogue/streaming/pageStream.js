import { Problem } from "../../web/problem.js";
import { openAdaptive } from "../adaptive.js";
import { probeStore } from "../storeProbe.js";
import { NativeStream } from "./nativeStream.js";
import { checkStream } from "./streamCheck.js";
import { StreamOutage } from "./streamOutage.js";

/** Problems of a browser with a file. After a stream that broke off, they aren't why the video can't be played. */
const FILE_PROBLEMS = ["undecodable", "no-picture"];

/**
 * The stream of a page's media element, if its video has renditions. Until it is open, and if it can't be opened, the
 * page plays the file.
 */
export class PageStream {
  #media;
  #signFile;
  #intent;
  #open;
  #probe;
  #check;
  #outage;
  #stream = null;
  #playsFile = false;
  #refusal = null;
  #streamProblem = null;

  /**
   * @param media has data-hls, the address of the master playlist, and data-hls-player, that of hls.js
   * @param signFile returns a signed URL of the file
   * @param intent see playbackIntent.js
   * @param report receives the code of a problem, or null if it is solved; and whether the player tries again
   * @param probe see storeProbe.js
   * @param check see streamCheck.js
   * @param retries see retryDelay.js
   */
  constructor(media, { signFile, intent, report = () => {}, open = openAdaptive, probe = probeStore, check = checkStream, retries }) {
    this.#media = media;
    this.#signFile = signFile;
    this.#intent = intent;
    this.#open = open;
    this.#probe = probe;
    this.#check = check;
    this.#outage = new StreamOutage(media, intent, { check: () => this.#findProblem(), report, retries });
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
        onProblem: (problem) => this.#handleProblem(problem),
        onProgress: () => this.#outage.end(),
        isWanted: () => !this.#playsFile,
      });
      if (start > 0 && this.#media.currentTime === 0) this.#media.currentTime = start;
      this.#playIfWanted();
    } catch (error) {
      if (this.#playsFile || this.#isPlaying()) return;
      this.#streamProblem = error.name === "NotSupportedError" ? null : "stream-broken";
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
    this.#outage.end();
  }

  /** The address to load again after an error; null if the page plays the file, or a stream of hls.js. */
  get address() {
    return this.#stream?.address ?? null;
  }

  /** Probes the stream or the file; see storeProbe.js. The address of a stream would only tell about its playlist. */
  async probe(url) {
    return this.#stream ? (await this.#findProblem()).code : this.#probe(url);
  }

  /** Returns what the store says about the stream, or the problem of the application. */
  async #findProblem() {
    this.#refusal = null;
    const rendition = this.#stream.levels?.[this.#stream.current()];
    try {
      return { code: await this.#check(rendition?.url ?? new URL(this.#media.dataset.hls, document.baseURI).href), transient: false };
    } catch (problem) {
      // A stream without a playlist is no video without a file.
      this.#refusal = problem.code === "not-found" ? new Problem("stream-missing") : problem;
      return navigator.onLine ? this.#refusal : { code: "offline", transient: true };
    }
  }

  /**
   * Returns the address to load after an error, which probe() has explained. Rejects with the problem of the application,
   * and for hls.js, which can't continue with a media element that has failed.
   */
  async renew() {
    if (!this.#stream) return this.#signFile();
    if (this.#refusal) throw this.#refusal;
    if (this.address === null) throw new Problem("undecodable");
    return this.address;
  }

  /** The problem to show instead of one of the player: the one of the stream, if the file can't replace it. */
  explain(code) {
    return this.#streamProblem && FILE_PROBLEMS.includes(code) ? this.#streamProblem : code;
  }

  /** The setting of the player's menu. */
  get quality() {
    return {
      title: "Quality",
      options: () => this.#options(),
      current: () => this.#stream?.selected(),
      select: (selection) => this.#select(selection),
    };
  }

  /** A media element that has failed is paused, although the visitor wants it to play. */
  #select(selection) {
    const { wanted } = this.#intent;
    this.#stream?.select(selection);
    if (wanted && this.#media.paused) this.#media.play().catch(() => {});
  }

  #options() {
    const levels = this.#stream?.levels ?? [];
    if (levels.length < 2) return [];
    const shown = levels[this.#stream.current()];
    const auto = shown && this.#stream.selected() === "auto" ? `Auto (${shown.label})` : "Auto";
    return [{ value: "auto", label: auto }, ...levels.map(({ label }, value) => ({ value, label }))];
  }

  /**
   * Ends a stream that the browser can't continue. Rejects if the file can't be signed; the stream then stays.
   *
   * @param obstacle the problem of the stream
   * @return a signed URL of the file to play instead; null if the page plays the file already
   */
  async fallBack(obstacle) {
    if (!this.#stream) return null;
    const url = await this.#signFile();
    this.#leaveStream();
    this.#streamProblem = streamProblemOf(obstacle);
    return url;
  }

  /** A stream of hls.js that the browser can't decode ends; a request that failed may succeed later. */
  async #handleProblem({ resumable }) {
    const stream = this.#stream;
    const problem = resumable ? await this.#outage.waitUntilResumable() : "undecodable";
    if (this.#stream !== stream) return;
    if (problem === null) return stream.resume();
    this.#streamProblem = streamProblemOf(problem);
    await this.#playFile(this.#media.currentTime);
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

/** What people read about a stream if the browser can't play the file either; null if the browser is the reason. */
function streamProblemOf(obstacle) {
  if (obstacle === "undecodable") return null;
  return obstacle === "missing" || obstacle === "stream-missing" ? "stream-missing" : "stream-broken";
}
