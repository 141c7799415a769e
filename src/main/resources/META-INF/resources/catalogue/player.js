/** Renewals in a row before giving up; a stretch of playing makes up for earlier ones. */
const TRIES = 3;

/** Error codes of a media element. */
const DECODE = 3;
const UNSUPPORTED = 4;

const UNPLAYABLE = "This browser cannot play this video. Download it to watch it in another player.";
const LOST = "The connection to the store was lost. Check the network and load this page again.";

/** Keeps a media element playing when its signed URL expires or the connection breaks. */
export class Player {
  #media;
  #sign;
  #tell;
  #tries = 0;
  #playing = false;
  #position = 0;

  /**
   * @param sign answers a fresh URL
   * @param tell shows a sentence, or takes it away when given null
   */
  constructor(media, { sign, tell }) {
    this.#media = media;
    this.#sign = sign;
    this.#tell = tell;
    media.addEventListener("error", () => this.#mend());
    media.addEventListener("play", () => (this.#playing = true));
    media.addEventListener("pause", () => (this.#playing = media.error ? this.#playing : false));
    media.addEventListener("playing", () => this.#recovered());
    // The first URL may have failed before this module ran.
    if (media.error) this.#mend();
  }

  async #mend() {
    const { code } = this.#media.error;
    // An expired URL and an unknown format look the same at first; a fresh URL tells them apart.
    if (code === DECODE || (code === UNSUPPORTED && this.#tries > 0)) return this.#tell(UNPLAYABLE);
    if (this.#tries++ >= TRIES) return this.#tell(LOST);
    // A renewed URL that fails before its first byte reports 0.
    this.#position = this.#media.currentTime || this.#position;
    try {
      this.#continue(await this.#sign());
    } catch (problem) {
      this.#tell(words(problem));
    }
  }

  #continue(url) {
    const media = this.#media;
    media.src = url;
    media.addEventListener("loadedmetadata", () => (media.currentTime = this.#position), { once: true });
    if (this.#playing) media.play().catch(() => {});
  }

  #recovered() {
    this.#tries = 0;
    this.#tell(null);
  }
}

function words({ code }) {
  if (code === "unauthenticated") return "Your session is over. Load this page again to log in.";
  if (code === "video-not-playable" || code === "not-found") return "This video cannot be played any more.";
  return "The video’s address ran out and no new one could be had. Load this page again.";
}
