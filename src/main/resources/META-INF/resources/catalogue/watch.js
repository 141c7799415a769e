import { basePath, requestJson } from "../web/json.js";

/** Renewals in a row before the player gives up. Playback in between resets the count. */
const MAX_RENEWALS = 3;

/** Error codes of a media element. */
const MEDIA_ERR_DECODE = 3;
const MEDIA_ERR_SRC_NOT_SUPPORTED = 4;

const UNSUPPORTED = "This browser can't play this video. Download it to watch it in another player.";
const CONNECTION_LOST = "The connection to the store was lost. Check the network and reload this page.";

/** Keeps a media element playing when its signed URL expires or the connection breaks. */
class Player {
  #media;
  #signUrl;
  #showMessage;
  #renewals = 0;
  #playing = false;
  #position = 0;

  /**
   * @param signUrl returns a new signed URL
   * @param showMessage shows a message, or hides it when given null
   */
  constructor(media, { signUrl, showMessage }) {
    this.#media = media;
    this.#signUrl = signUrl;
    this.#showMessage = showMessage;
    media.addEventListener("error", () => this.#handleError());
    media.addEventListener("play", () => (this.#playing = true));
    media.addEventListener("pause", () => (this.#playing = media.error ? this.#playing : false));
    media.addEventListener("playing", () => this.#reset());
    // The first URL may have failed before this module ran.
    if (media.error) this.#handleError();
  }

  async #handleError() {
    const { code } = this.#media.error;
    // An expired URL and an unsupported format look the same at first; a new URL tells them apart.
    const unsupported = code === MEDIA_ERR_SRC_NOT_SUPPORTED && this.#renewals > 0;
    if (code === MEDIA_ERR_DECODE || unsupported) return this.#showMessage(UNSUPPORTED);
    if (this.#renewals++ >= MAX_RENEWALS) return this.#showMessage(CONNECTION_LOST);
    // A renewed URL that fails before its first byte reports position 0.
    this.#position = this.#media.currentTime || this.#position;
    try {
      this.#continueWith(await this.#signUrl());
    } catch (problem) {
      this.#showMessage(messageFor(problem));
    }
  }

  #continueWith(url) {
    const media = this.#media;
    media.src = url;
    media.addEventListener("loadedmetadata", () => (media.currentTime = this.#position), { once: true });
    if (this.#playing) media.play().catch(() => {});
  }

  #reset() {
    this.#renewals = 0;
    this.#showMessage(null);
  }
}

function messageFor({ code }) {
  if (code === "unauthenticated") return "Your session has ended. Reload this page to log in.";
  if (code === "video-not-playable" || code === "not-found") return "This video can't be played any more.";
  return "The video's URL expired and couldn't be renewed. Reload this page.";
}

const media = document.getElementById("player");
const message = document.getElementById("player-trouble");

new Player(media, {
  async signUrl() {
    const { url } = await requestJson("POST", `${basePath}/api/videos/${media.dataset.video}/urls`, { body: { operation: "play" } });
    return url;
  },
  showMessage(text) {
    message.hidden = text === null;
    message.querySelector("span").textContent = text ?? "";
  },
});
