import { clockTime } from "./time.js";

/** Shows time, chapter and picture of a position above the seek bar. */
export class SeekPreview {
  #bar;
  #preview;
  #chapters;
  #storyboard;

  /** @param storyboard shows the picture of a position in an element; returns whether there is one */
  constructor(bar, { chapters, storyboard }) {
    this.#bar = bar;
    this.#preview = bar.querySelector(".seek-preview");
    this.#chapters = chapters;
    this.#storyboard = storyboard;
  }

  show(time, duration) {
    if (!duration) return;
    const preview = this.#preview;
    preview.querySelector(".seek-time").textContent = clockTime(time);
    preview.querySelector(".seek-chapter").textContent = this.#chapters.at(time)?.title ?? "";
    const picture = preview.querySelector(".seek-picture");
    picture.hidden = !this.#storyboard.show(picture, time);
    preview.hidden = false;
    // Stays within the bar.
    const width = this.#bar.clientWidth;
    const half = preview.offsetWidth / 2;
    const center = (time / duration) * width;
    preview.style.left = `${Math.max(half, Math.min(width - half, center))}px`;
  }

  hide() {
    this.#preview.hidden = true;
  }
}
