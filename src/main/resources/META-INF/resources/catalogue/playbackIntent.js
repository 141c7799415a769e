/**
 * Whether the visitor wants the video to play. A browser pauses a video itself when it fails, and can neither play nor
 * pause it until it has another source. What the visitor decides in that time counts as soon as it has one.
 *
 * Sends "change" when the answer may have changed without an event of the media element.
 */
export class PlaybackIntent extends EventTarget {
  #media;
  #wanted;
  #holds = 0;

  constructor(media) {
    super();
    this.#media = media;
    this.#wanted = media.paused === false;
    media.addEventListener("play", () => (this.#wanted = true));
    media.addEventListener("pause", () => (this.#wanted = media.error ? this.#wanted : false));
  }

  get wanted() {
    return this.#holds > 0 ? this.#wanted : !this.#media.paused && !this.#media.ended;
  }

  /** Until the media element has another source, only the visitor's decisions count. */
  hold() {
    this.#holds++;
    this.#announce();
  }

  /** Ends a hold. The caller has played the new source if that is wanted. */
  release() {
    this.#holds--;
    this.#announce();
  }

  /** Returns whether the visitor wants the video to play now. */
  toggle() {
    const wanted = !this.wanted;
    this.set(wanted);
    return wanted;
  }

  set(wanted) {
    if (this.#holds > 0) {
      this.#wanted = wanted;
      this.#announce();
      // A stream that is being opened may play already.
      if (this.#media.error) return;
    }
    if (wanted) this.#media.play().catch(() => {});
    else this.#media.pause();
  }

  #announce() {
    this.dispatchEvent(new Event("change"));
  }
}
