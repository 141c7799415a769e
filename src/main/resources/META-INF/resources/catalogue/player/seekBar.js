import { clockTime, spokenTime } from "./time.js";

const STEP = 5;
const LONG_STEP = 60;

/** The bar that shows and sets the position: a slider for the pointer, the keyboard and screen readers. */
export class SeekBar {
  #media;
  #bar;
  #text;
  #preview;
  #actions;
  #duration = 0;
  #dragged = null;

  /**
   * @param text shows the position as text
   * @param preview shows what is at a position; see seekPreview.js
   */
  constructor(media, bar, { actions, text, preview }) {
    this.#media = media;
    this.#bar = bar;
    this.#text = text;
    this.#actions = actions;
    this.#preview = preview;
    for (const type of ["seeking", "seeked", "pause", "loadedmetadata", "durationchange"]) media.addEventListener(type, () => this.#showPosition());
    // A screen reader would read each second aloud.
    media.addEventListener("timeupdate", () => this.#showPosition({ spoken: media.paused || document.activeElement !== bar }));
    media.addEventListener("seeked", () => this.#showDragged());
    media.addEventListener("progress", () => this.#showBuffered());
    bar.addEventListener("keydown", (event) => this.#handleKey(event));
    bar.addEventListener("focus", () => bar.matches(":focus-visible") && preview.show(media.currentTime, this.#duration));
    bar.addEventListener("blur", () => preview.hide());
    this.#listenToPointer();
    this.#showPosition();
  }

  #listenToPointer() {
    const bar = this.#bar;
    bar.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.#duration) return;
      bar.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    bar.addEventListener("pointermove", (event) => {
      if (this.#dragged !== null) this.#drag(event);
      else if (event.pointerType === "mouse") this.#hover(event);
    });
    bar.addEventListener("pointerup", () => this.#drop(this.#dragged));
    bar.addEventListener("pointercancel", () => this.#drop(null));
    bar.addEventListener("pointerleave", () => this.#dragged === null && this.#leave());
  }

  #drag(event) {
    this.#dragged = this.#timeAt(event);
    this.#hover(event);
    this.#showDragged();
    this.#showPosition();
  }

  /** While the browser still looks for a frame, another seek would only delay it. */
  #showDragged() {
    if (this.#dragged === null || this.#media.seeking || this.#media.currentTime === this.#dragged) return;
    this.#actions.seekTo(this.#dragged);
  }

  #drop(time) {
    this.#dragged = null;
    if (time !== null) this.#actions.seekTo(time);
    this.#leave();
  }

  #hover(event) {
    if (!this.#duration) return;
    const time = this.#timeAt(event);
    this.#bar.style.setProperty("--hovered", time / this.#duration);
    this.#preview.show(time, this.#duration);
  }

  #leave() {
    this.#bar.style.setProperty("--hovered", 0);
    this.#preview.hide();
  }

  #timeAt({ clientX }) {
    const { left, width } = this.#bar.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width)) * this.#duration;
  }

  #handleKey(event) {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    const now = this.#media.currentTime;
    const target = {
      ArrowLeft: now - STEP,
      ArrowDown: now - STEP,
      ArrowRight: now + STEP,
      ArrowUp: now + STEP,
      PageDown: now - LONG_STEP,
      PageUp: now + LONG_STEP,
      Home: 0,
      End: this.#duration,
    }[key];
    if (target === undefined) return;
    event.preventDefault();
    this.#actions.seekTo(target);
    this.#preview.show(Math.min(this.#duration, Math.max(0, target)), this.#duration);
  }

  // A new source has no duration until its metadata arrives; meanwhile the last one is shown.
  #showPosition({ spoken = true } = {}) {
    const { currentTime, duration } = this.#media;
    if (duration > 0 && Number.isFinite(duration)) this.#duration = duration;
    const bar = this.#bar;
    const time = this.#dragged ?? currentTime;
    bar.style.setProperty("--played", this.#duration ? Math.min(1, time / this.#duration) : 0);
    this.#text.textContent = clockTime(time);
    if (!spoken) return;
    bar.ariaValueMax = Math.floor(this.#duration);
    bar.ariaValueNow = Math.floor(time);
    bar.ariaValueText = this.#duration ? `${spokenTime(time)} of ${spokenTime(this.#duration)}` : clockTime(time);
  }

  #showBuffered() {
    const { buffered } = this.#media;
    if (!this.#duration) return;
    const ranges = Array.from({ length: buffered.length }, (_, index) => {
      const range = document.createElement("span");
      range.style.left = `${(buffered.start(index) / this.#duration) * 100}%`;
      range.style.width = `${((buffered.end(index) - buffered.start(index)) / this.#duration) * 100}%`;
      return range;
    });
    this.#bar.querySelector(".seek-buffered").replaceChildren(...ranges);
  }
}
