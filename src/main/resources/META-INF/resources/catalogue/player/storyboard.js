const TIMES = /^(?:(\d+):)?(\d+):(\d+\.\d+) --> (?:(\d+):)?(\d+):(\d+\.\d+)/;
const PLACE = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/;
/** Pixels of the longer side of a picture on the page. */
const MAX_SIZE = 160;
/** Milliseconds after which the list is loaded again at the earliest. */
const MIN_AGE = 60_000;

/** The small pictures of a video, many of them in one image, as a WebVTT file lists them. */
export class Storyboard {
  #load;
  #frames = null;
  #loading = false;
  #loadedAt = -Infinity;
  #now;

  /**
   * @param load returns the text of the file, or null if there is none yet
   * @param now returns the time in milliseconds
   */
  constructor(load, now = () => performance.now()) {
    this.#load = load;
    this.#now = now;
  }

  /** Shows the picture of a position in an element. Returns whether there is one; it is loaded at the first use. */
  show(element, time) {
    if (this.#frames === null) this.#loadFrames();
    const frame = this.#frames?.findLast(({ start }) => start <= time);
    // The storyboard of a long file may cover only its beginning.
    if (!frame || time > frame.end) return false;
    const { x, y, width, height, url } = frame;
    const scale = MAX_SIZE / Math.max(width, height);
    element.style.width = `${width * scale}px`;
    element.style.height = `${height * scale}px`;
    const image = element.firstElementChild ?? this.#createImage(element);
    if (image.src !== url) image.src = url;
    image.style.transform = `scale(${scale}) translate(${-x}px, ${-y}px)`;
    return true;
  }

  #createImage(element) {
    const image = new Image();
    image.alt = "";
    // Without it, the request would carry the session to a store that has the same host name.
    image.crossOrigin = "anonymous";
    // Its signed URL has expired. The next use loads the list again, with new ones, unless they don't help either.
    image.addEventListener("error", () => {
      if (this.#now() - this.#loadedAt >= MIN_AGE) this.#frames = null;
    });
    element.append(image);
    return image;
  }

  async #loadFrames() {
    if (this.#loading) return;
    this.#loading = true;
    this.#loadedAt = this.#now();
    try {
      this.#frames = parseStoryboard((await this.#load()) ?? "");
    } catch {
      // Without pictures the bar still shows times.
      this.#frames = [];
    } finally {
      this.#loading = false;
    }
  }
}

/** Parses the cues of a storyboard. What isn't a picture with its place is ignored. */
export function parseStoryboard(text) {
  return text
    .split(/\r?\n\r?\n/)
    .map((block) => block.trim().split(/\r?\n/))
    .map((lines) => ({ times: TIMES.exec(lines.at(-2) ?? ""), place: PLACE.exec(lines.at(-1)) }))
    .filter(({ times, place }) => times && place)
    .map(({ times, place: [, url, ...numbers] }) => {
      const [x, y, width, height] = numbers.map(Number);
      return { start: secondsOf(times.slice(1, 4)), end: secondsOf(times.slice(4, 7)), url, x, y, width, height };
    });
}

function secondsOf([hours = 0, minutes, seconds]) {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
