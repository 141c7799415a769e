import { OUTPUT_PROBLEMS, OutputCheck } from "./outputCheck.js";
import { PlaybackIntent } from "./playbackIntent.js";
import { RetryDelay } from "./retryDelay.js";

/** Recoveries in a row before the player reports a problem and waits. Playback in between resets the count. */
const MAX_RECOVERIES = 3;

/** What the application says about the video itself, which the store can't know. */
const UNAVAILABLE_CODES = ["video-in-trash", "video-deleted", "not-found"];

/** Answers of the probe that also explain why the application can't be reached. */
const UNREACHABLE = ["offline", "unreachable"];

/** Answers of the probe about an outage. Another form of the video has the same outage. */
const OUTAGES = [...UNREACHABLE, "failing"];

/** Answers of the probe about temporary problems. A proxy in front of a store that is down answers without CORS headers. */
const TEMPORARY = [...OUTAGES, "available", "refused", "blocked"];

/** Seconds by which a restored position may differ. */
const MAX_DEVIATION = 0.5;

/** Error codes of a media element. */
const MEDIA_ERR_DECODE = 3;
const MEDIA_ERR_SRC_NOT_SUPPORTED = 4;

/**
 * Keeps a media element playing when its signed URL expires or the connection breaks, and reports why it can't. Tries again
 * until an outage is over.
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
  #retrying = false;
  #output;
  #intent;
  #retries;
  #recoveries = 0;
  #recovering = false;
  /** Whether the player has waited since the error: then the error says nothing about the format. */
  #waited = false;
  #undecodable = false;
  #position = 0;
  #restoring = false;

  /**
   * @param signUrl returns a new signed URL
   * @param fallBack returns the URL of another form of the video, or null; called with the problem of the one that can't
   *   be played
   * @param probe returns what the store says about a URL; see storeProbe.js
   * @param report receives the code of a problem, or null if it is solved; and whether the player tries again
   * @param visible, hasSound see outputCheck.js
   * @param intent see playbackIntent.js
   * @param retries see retryDelay.js
   */
  constructor(
    media,
    {
      signUrl,
      fallBack = async () => null,
      probe,
      report,
      visible = () => document.visibilityState === "visible",
      hasSound = false,
      intent = new PlaybackIntent(media),
      retries = new RetryDelay(media, intent),
    },
  ) {
    this.#media = media;
    this.#signUrl = signUrl;
    this.#fallBack = fallBack;
    this.#probe = probe;
    this.#report = report;
    // Its listeners come before those of the player, which read its result.
    this.#output = new OutputCheck(media, { visible, hasSound });
    this.#intent = intent;
    this.#retries = retries;
    media.addEventListener("error", () => this.#handleError());
    media.addEventListener("playing", () => this.#handlePlaying());
    media.addEventListener("seeking", () => (this.#position = media.currentTime));
    media.addEventListener("loadedmetadata", () => {
      this.#restorePosition();
      this.#setProblem(this.#output.problem);
    });
    for (const type of ["timeupdate", "ended"]) media.addEventListener(type, () => this.#checkOutput());
    // The first URL may have failed, or the metadata may have arrived, before this module ran. The event of such a
    // failure may still follow.
    if (media.error) this.#handleError();
    else if (media.readyState > 0) this.#setProblem(this.#output.problem);
  }

  /** One failure can be noticed twice: a browser sets the error before it sends the event. */
  async #handleError() {
    if (this.#recovering) return;
    this.#recovering = true;
    this.#waited = false;
    this.#intent.hold();
    try {
      while (!(await this.#recover())) await this.#waitForRetry();
    } finally {
      this.#recovering = false;
      this.#intent.release();
    }
  }

  /** Returns false if the player must wait and try again; true if the media element has another source, or waiting can't help. */
  async #recover() {
    // While the player waited, the visitor may have chosen another quality.
    if (!this.#media.error) return true;
    const { code } = this.#media.error;
    // A renewed URL that fails before its first byte reports position 0.
    this.#position = this.#media.currentTime || this.#position;
    // A page that is being left reports an error too, and is gone before the store responds.
    const answer = await this.#probe(this.#media.currentSrc || this.#media.src);
    const { url, problem } = await resultOf(this.#signUrl());
    if (UNAVAILABLE_CODES.includes(problem?.code)) return this.#giveUp(problem.code);
    const obstacle = this.#findObstacle(code, answer, problem);
    if (obstacle === null) return this.#continueWith(url);
    if (OUTAGES.includes(obstacle)) return this.#reportOutage(obstacle);
    if (problem?.transient) return this.#reportOutage(problem.code);
    const { url: file, problem: refusal } = await resultOf(this.#fallBack(obstacle));
    if (file) return this.#continueWithFile(file);
    if (refusal?.transient || (!refusal && TEMPORARY.includes(obstacle))) return this.#reportOutage(refusal?.code ?? obstacle);
    return this.#giveUp(refusal?.code ?? obstacle);
  }

  /** Allows one more recovery, because the outage may be over. */
  async #waitForRetry() {
    await this.#retries.next();
    this.#waited = true;
    this.#recoveries = MAX_RECOVERIES - 1;
  }

  #giveUp(problem) {
    this.#setProblem(problem);
    return true;
  }

  #reportOutage(problem) {
    this.#setProblem(problem, { retrying: true });
    return false;
  }

  /** Returns why the new URL would not help; null if it can. */
  #findObstacle(code, answer, problem) {
    if (!this.#waited && answer === "available" && this.#isUndecodable(code)) return "undecodable";
    if (answer === "missing") return answer;
    if (problem) return problem.transient && UNREACHABLE.includes(answer) ? answer : problem.code;
    return this.#recoveries++ >= MAX_RECOVERIES ? answer : null;
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
    // The visitor may have gone elsewhere meanwhile.
    this.#position = media.currentTime || this.#position;
    media.src = url;
    // A new source begins with the default speed.
    media.playbackRate = playbackRate;
    // Before the metadata, this sets where playback begins, so that the position never jumps to 0.
    media.currentTime = this.#position;
    this.#restoring = true;
    if (this.#intent.wanted) media.play().catch(() => {});
    return true;
  }

  #continueWithFile(url) {
    this.#recoveries = 0;
    this.#undecodable = false;
    return this.#continueWith(url);
  }

  /** For browsers that begin at 0 all the same. */
  #restorePosition() {
    const restoring = this.#restoring;
    this.#restoring = false;
    if (restoring && Math.abs(this.#media.currentTime - this.#position) > MAX_DEVIATION) this.#media.currentTime = this.#position;
  }

  #handlePlaying() {
    this.#recoveries = 0;
    this.#retries.reset();
    this.#undecodable = false;
    this.#setProblem(this.#output.problem);
  }

  #checkOutput() {
    const { problem } = this.#output;
    if (problem !== null || OUTPUT_PROBLEMS.includes(this.#problem)) this.#setProblem(problem);
  }

  // Each report is read out to people who use a screen reader.
  #setProblem(code, { retrying = false } = {}) {
    if (code !== this.#problem || retrying !== this.#retrying) this.#report(code, { retrying });
    this.#problem = code;
    this.#retrying = retrying;
  }
}

/** Returns the URL of a promise, or the problem with which it is rejected. */
function resultOf(promise) {
  return promise.then(
    (url) => ({ url }),
    (problem) => ({ problem }),
  );
}
