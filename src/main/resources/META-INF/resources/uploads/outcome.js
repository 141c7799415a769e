import { format } from "../web/format.js";
import { root } from "../web/root.js";
import { words } from "./words.js";

/** Tone, icon and sentence of each end. */
const ENDS = {
  ready: ["", "info", "Not begun. Nothing was sent."],
  done: ["good", "ready", "In the store and in the catalogue."],
  rejected: ["bad", "rejected", "Stored, but rejected."],
  stored: ["busy", "processing", "The bytes are stored. The catalogue will show the video when the store’s notification arrives."],
  failed: ["bad", "alert", ""],
  cancelled: ["", "info", "Cancelled. Nothing was kept."],
};

/** A file that cannot be read any more, or not as it was, can only be chosen again. */
const CHOOSE_AGAIN = ["file-unreadable", "file-changed"];

const LOOKING = "A look at its format is still under way.";

/** Shows what came of an Upload, and what can be done next. */
export class Outcome {
  #parts;

  /** @param parts the card's named elements */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Answers the sentence shown. */
  show({ phase, problem, video, id }) {
    const [tone, icon, end] = ENDS[phase];
    const more = video?.status === "PROCESSING" ? LOOKING : video?.rejectionText;
    const sentence = problem ? words(problem) : [end, more].filter(Boolean).join(" ");
    const { outcome, facts, link, login, retry } = this.#parts;
    outcome.className = `notice ${tone}`;
    outcome.querySelector("use").setAttribute("href", `${root}/web/icons.svg#${icon}`);
    this.#parts["outcome-text"].textContent = sentence;
    facts.hidden = !video;
    if (video) this.#showFacts(video);
    link.hidden = !video && phase !== "stored";
    link.href = `${root}/videos/${video?.id ?? id}`;
    login.hidden = problem?.code !== "unauthenticated";
    retry.hidden = !["ready", "failed", "cancelled"].includes(phase) || CHOOSE_AGAIN.includes(problem?.code);
    return sentence;
  }

  #showFacts({ size, format: { container, mediaType }, location }) {
    this.#parts.size.value = size;
    this.#parts.size.textContent = format.bytes(size);
    this.#parts.exact.textContent = format.exactBytes(size);
    this.#parts.format.textContent = container ? `${format.container(container)} (${mediaType})` : (mediaType ?? "Not known");
    this.#parts.location.textContent = location.uri;
    this.#parts.location.nextElementSibling.dataset.copy = location.uri;
  }
}
