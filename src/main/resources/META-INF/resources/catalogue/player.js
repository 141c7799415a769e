import { PlaybackIntent } from "./playbackIntent.js";

/** Recoveries in a row before the player gives up. Playback in between resets the count. */
const MAX_RECOVERIES = 3;

/** What the application says about the video itself, which the store can't know. */
const UNAVAILABLE_CODES = ["video-in-trash", "video-deleted", "not-found"];

/** Answers of the probe that also explain why the application can't be reached. */
const UNREACHABLE = ["offline", "unreachable"];

/** Seconds of playback in which at least one frame must have been shown, and some sound decoded. */
const MAX_TIME_WITHOUT_OUTPUT = 3;

/** Problems that playback itself can solve, for example when the first sound comes late. */
const OUTPUT_PROBLEMS = ["no-picture", "no-sound"];

/** Seconds by which a restored position may differ. */
const MAX_DEVIATION = 0.5;

/** Error codes of a media element. */
const MEDIA_ERR_DECODE = 3;
const MEDIA_ERR_SRC_NOT_SUPPORTED = 4;

/**
 * Keeps a media element playing when its signed URL expires or the connection breaks, and reports why it can't.
 *
 * Codes of problems: those of the API if a URL can't be signed; those of storeProbe.js; "undecodable", if the store
 * delivers the file but the browser can't play it; "no-picture", if the browser shows none; "no-sound", if it plays only
 * the picture of a video with sound.
 */
export class Player {
  #media;
  #signUrl;
  #fallBack;
  #probe;
  #report;
  #problem = null;
  #visible;
  #hasSound;
  #intent;
  #recoveries = 0;
  #recovering = false;
  #undecodable = false;
  #position = 0;
  #timeWithoutFrame = 0;
  #timeWithoutSound = 0;
  #lastTime = 0;

  /**
   * @param signUrl returns a new signed URL
   * @param fallBack returns the URL of another form of the video, or null; called if this one can't be played
   * @param probe returns what the store says about a URL; see storeProbe.js
   * @param report receives the code of a problem, or null if it is solved
   * @param visible returns whether the page is visible; browsers may not decode pictures of hidden pages
   * @param hasSound whether the video has sound
   * @param intent see playbackIntent.js
   */
  constructor(
    media,
    { signUrl, fallBack = async () => null, probe, report, visible = () => document.visibilityState === "visible", hasSound = false, intent = new PlaybackIntent(media) },
  ) {
    this.#media = media;
    this.#signUrl = signUrl;
    this.#fallBack = fallBack;
    this.#probe = probe;
    this.#report = report;
    this.#visible = visible;
    this.#hasSound = hasSound;
    this.#intent = intent;
    media.addEventListener("error", () => this.#handleError());
    media.addEventListener("playing", () => this.#handlePlaying());
    media.addEventListener("seeking", () => (this.#position = media.currentTime));
    media.addEventListener("loadedmetadata", () => this.#setProblem(this.#outputProblem()));
    media.addEventListener("timeupdate", () => this.#checkOutput());
    media.addEventListener("ended", () => this.#checkEnd());
    // The first URL may have failed, or the metadata may have arrived, before this module ran. The event of such a
    // failure may still follow.
    if (media.error) this.#handleError();
    else if (media.readyState > 0) this.#setProblem(this.#outputProblem());
  }

  /** One failure can be noticed twice: a browser sets the error before it sends the event. */
  async #handleError() {
    if (this.#recovering) return;
    this.#recovering = true;
    this.#intent.hold();
    try {
      await this.#recover();
    } finally {
      this.#recovering = false;
      this.#intent.release();
    }
  }

  async #recover() {
    const { code } = this.#media.error;
    // A renewed URL that fails before its first byte reports position 0.
    this.#position = this.#media.currentTime || this.#position;
    // A page that is being left reports an error too, and is gone before the store responds.
    const answer = await this.#probe(this.#media.currentSrc || this.#media.src);
    const { url, problem } = await this.#signUrl().then(
      (url) => ({ url }),
      (problem) => ({ problem }),
    );
    if (UNAVAILABLE_CODES.includes(problem?.code)) return this.#setProblem(problem.code);
    const obstacle = this.#findObstacle(code, answer, problem);
    if (obstacle === null) return this.#continueWith(url);
    const file = await this.#fallBack();
    if (file === null) return this.#setProblem(obstacle);
    this.#recoveries = 0;
    this.#undecodable = false;
    this.#continueWith(file);
  }

  /** Returns why the new URL would not help; null if it can. */
  #findObstacle(code, answer, problem) {
    if (answer === "available" && this.#isUndecodable(code)) return "undecodable";
    if (answer === "missing" || answer === "blocked") return answer;
    if (this.#recoveries++ >= MAX_RECOVERIES) return answer;
    if (problem) return UNREACHABLE.includes(answer) ? answer : problem.code;
    return null;
  }

  /** The store delivers the file. A failure that looks like an unsupported format may have been a temporary one. */
  #isUndecodable(code) {
    const again = this.#undecodable;
    this.#undecodable = code === MEDIA_ERR_SRC_NOT_SUPPORTED;
    return code === MEDIA_ERR_DECODE || (this.#undecodable && again);
  }

  #continueWith(url) {
    const media = this.#media;
    const { playbackRate } = media;
    media.src = url;
    // A new source begins with the default speed.
    media.playbackRate = playbackRate;
    // Before the metadata, this sets where playback begins, so that the position never jumps to 0.
    media.currentTime = this.#position;
    media.addEventListener("loadedmetadata", () => this.#restorePosition(), { once: true });
    if (this.#intent.wanted) media.play().catch(() => {});
  }

  /** For browsers that begin at 0 all the same. */
  #restorePosition() {
    if (Math.abs(this.#media.currentTime - this.#position) > MAX_DEVIATION) this.#media.currentTime = this.#position;
  }

  #handlePlaying() {
    this.#recoveries = 0;
    this.#undecodable = false;
    this.#lastTime = this.#media.currentTime;
    this.#setProblem(this.#outputProblem());
  }

  /** A video has no size if its picture can't be decoded, although its sound plays. */
  #showsPicture() {
    return this.#media.videoWidth > 0 && this.#timeWithoutFrame < MAX_TIME_WITHOUT_OUTPUT;
  }

  /** Browsers play the first sound track only, and play none if they can't decode that one. */
  #playsSound() {
    return this.#timeWithoutSound < MAX_TIME_WITHOUT_OUTPUT;
  }

  #outputProblem() {
    if (!this.#showsPicture()) return "no-picture";
    return this.#playsSound() ? null : "no-sound";
  }

  /** Some decoders accept the format and then deliver nothing. */
  #checkOutput() {
    const step = this.#media.currentTime - this.#lastTime;
    this.#lastTime = this.#media.currentTime;
    // A seek is no playback.
    const played = this.#visible() && step > 0 && step < 1 ? step : 0;
    this.#timeWithoutFrame = this.#hasFrames() ? 0 : this.#timeWithoutFrame + played;
    this.#timeWithoutSound = !this.#hasSound || this.#hasDecodedSound() ? 0 : this.#timeWithoutSound + played;
    const problem = this.#outputProblem();
    if (problem !== null || OUTPUT_PROBLEMS.includes(this.#problem)) this.#setProblem(problem);
  }

  /** A damaged file can end at once. */
  #checkEnd() {
    if (this.#hasFrames() || !this.#visible()) return;
    this.#timeWithoutFrame = MAX_TIME_WITHOUT_OUTPUT;
    this.#setProblem("no-picture");
  }

  #hasFrames() {
    return (this.#media.getVideoPlaybackQuality?.().totalVideoFrames ?? 1) > 0;
  }

  /** Not every browser tells. Those that do also decode the sound of a muted video. */
  #hasDecodedSound() {
    return (this.#media.webkitAudioDecodedByteCount ?? 1) > 0;
  }

  // Each report is read out to people who use a screen reader.
  #setProblem(code) {
    if (code !== this.#problem) this.#report(code);
    this.#problem = code;
  }
}
