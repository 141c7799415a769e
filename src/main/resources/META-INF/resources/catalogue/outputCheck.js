/** Seconds of playback in which at least one frame must have been shown, and some sound decoded. */
const MAX_TIME_WITHOUT_OUTPUT = 3;

/** Problems that playback itself can solve, for example when the first sound comes late. */
export const OUTPUT_PROBLEMS = ["no-picture", "no-sound"];

/** Checks that a media element which plays shows a picture and decodes sound: some decoders accept a format and then deliver nothing. */
export class OutputCheck {
  #media;
  #visible;
  #hasSound;
  #timeWithoutFrame = 0;
  #timeWithoutSound = 0;
  #lastTime = 0;

  /**
   * @param visible returns whether the page is visible; browsers may not decode pictures of hidden pages
   * @param hasSound whether the video has sound
   */
  constructor(media, { visible, hasSound }) {
    this.#media = media;
    this.#visible = visible;
    this.#hasSound = hasSound;
    media.addEventListener("playing", () => (this.#lastTime = media.currentTime));
    media.addEventListener("timeupdate", () => this.#addTime());
    media.addEventListener("ended", () => this.#checkEnd());
  }

  /** One of OUTPUT_PROBLEMS, or null. */
  get problem() {
    if (!this.#showsPicture()) return "no-picture";
    return this.#playsSound() ? null : "no-sound";
  }

  /** A video has no size if its picture can't be decoded, although its sound plays. */
  #showsPicture() {
    return this.#media.videoWidth > 0 && this.#timeWithoutFrame < MAX_TIME_WITHOUT_OUTPUT;
  }

  /** Browsers play the first sound track only, and play none if they can't decode that one. */
  #playsSound() {
    return this.#timeWithoutSound < MAX_TIME_WITHOUT_OUTPUT;
  }

  #addTime() {
    const step = this.#media.currentTime - this.#lastTime;
    this.#lastTime = this.#media.currentTime;
    // A seek is no playback.
    const played = this.#visible() && step > 0 && step < 1 ? step : 0;
    this.#timeWithoutFrame = this.#hasFrames() ? 0 : this.#timeWithoutFrame + played;
    this.#timeWithoutSound = !this.#hasSound || this.#hasDecodedSound() ? 0 : this.#timeWithoutSound + played;
  }

  /** A damaged file can end at once. */
  #checkEnd() {
    if (!this.#hasFrames() && this.#visible()) this.#timeWithoutFrame = MAX_TIME_WITHOUT_OUTPUT;
  }

  #hasFrames() {
    return (this.#media.getVideoPlaybackQuality?.().totalVideoFrames ?? 1) > 0;
  }

  /** Not every browser tells. Those that do also decode the sound of a muted video. */
  #hasDecodedSound() {
    return (this.#media.webkitAudioDecodedByteCount ?? 1) > 0;
  }
}
