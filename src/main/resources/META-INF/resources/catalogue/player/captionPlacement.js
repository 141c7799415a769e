/** Browsers that let a style move their captions, such as Chrome and Safari; see player.css. */
const STYLED = "selector(video::-webkit-media-text-track-container)";

/**
 * Keeps captions above the controls in browsers that don't let a style move them, such as Firefox. Captions that have a
 * place of their own stay there.
 */
export class CaptionPlacement {
  #media;
  #frame;
  #bar;
  #moved = new Set();

  /**
   * @param frame the element that has the class "idle" while the controls are hidden
   * @param bar the controls at the bottom of the media element
   */
  constructor(media, frame, bar, { needed = !CSS.supports(STYLED) } = {}) {
    this.#media = media;
    this.#frame = frame;
    this.#bar = bar;
    if (!needed) return;
    for (const track of media.textTracks) track.addEventListener("cuechange", () => this.#place());
    new MutationObserver(() => this.#place()).observe(frame, { attributes: true, attributeFilter: ["class"] });
  }

  #place() {
    for (const cue of this.#moved) this.#reset(cue);
    if (this.#frame.classList.contains("idle")) return;
    const { bottom, height } = this.#media.getBoundingClientRect();
    const line = (1 - (bottom - this.#bar.getBoundingClientRect().top) / height) * 100;
    for (const track of this.#media.textTracks) {
      if (track.mode === "showing") for (const cue of track.activeCues ?? []) this.#move(cue, line);
    }
  }

  /** Puts the bottom of a caption at a percentage of the picture's height. */
  #move(cue, line) {
    if (cue.line !== "auto") return;
    cue.snapToLines = false;
    cue.lineAlign = "end";
    cue.line = line;
    this.#moved.add(cue);
  }

  #reset(cue) {
    cue.line = "auto";
    cue.lineAlign = "start";
    cue.snapToLines = true;
    this.#moved.delete(cue);
  }
}
