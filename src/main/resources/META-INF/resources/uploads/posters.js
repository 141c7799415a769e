import { followChanges } from "../web/changes.js";
import { basePath, requestJson } from "../web/json.js";

/** Milliseconds after which nobody waits for a poster, for example because no worker makes any. */
const TIMEOUT = 5 * 60_000;

/** Finds the posters of videos as soon as they are made. Follows the changes only while one is awaited. */
export class Posters {
  #after;
  #getVideo;
  #follow;
  #setTimeout;
  #awaited = new Map();
  #stop = null;

  /**
   * @param after the number of a change before all videos that are added; undefined if no posters are made
   * @param getVideo, follow, setTimeout for tests
   */
  constructor({ after, getVideo = (id) => requestJson("GET", `${basePath}/api/videos/${id}`), follow = followChanges, setTimeout = globalThis.setTimeout.bind(globalThis) }) {
    this.#after = after;
    this.#getVideo = getVideo;
    this.#follow = follow;
    this.#setTimeout = setTimeout;
  }

  /** @param show receives the URL of the video's poster once, if there is one in time */
  add({ id, posterUrl }, show) {
    if (posterUrl) return show(posterUrl);
    if (this.#after === undefined) return;
    this.#awaited.set(id, show);
    this.#setTimeout(() => this.#remove(id), TIMEOUT);
    this.#stop ??= this.#follow({
      after: this.#after,
      onChange: (change, number) => this.#onChange(change, number),
      onReset: () => [...this.#awaited.keys()].forEach((id) => this.#check(id)),
    });
  }

  #onChange({ id, change }, number) {
    this.#after = number;
    if (change !== "processing" && this.#awaited.has(id)) this.#check(id);
  }

  /** A video without a poster, or a failed request, has another chance with the next change. */
  async #check(id) {
    const { posterUrl } = await this.#getVideo(id).catch(() => ({}));
    const show = this.#awaited.get(id);
    if (!posterUrl || !show) return;
    this.#remove(id);
    show(posterUrl);
  }

  #remove(id) {
    this.#awaited.delete(id);
    if (this.#awaited.size > 0) return;
    this.#stop?.();
    this.#stop = null;
  }
}
