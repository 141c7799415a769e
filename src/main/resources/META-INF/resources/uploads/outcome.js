import { format } from "../web/format.js";
import { basePath } from "../web/json.js";
import { problemMessage } from "./messages.js";

/** Tone, icon and text of each outcome. */
const OUTCOMES = {
  ready: ["", "info", "Not started. Nothing was sent."],
  processing: ["busy", "processing", "Uploaded. Checking the video…"],
  done: ["good", "ready", "Uploaded."],
  rejected: ["bad", "rejected", "Uploaded, but rejected."],
  deleted: ["", "info", "Uploaded. The video was deleted while it was being checked."],
  stored: ["busy", "processing", "Uploaded. The video appears when the store’s notification arrives."],
  failed: ["bad", "alert", ""],
  cancelled: ["", "info", "Cancelled. Nothing was kept."],
};
const VISIBILITIES = {
  private: "Only you and administrators can see it.",
  unlisted: "Everybody who has the link can see it.",
  public: "Everybody can see it.",
};
const PROCESSING = "It is still being checked; its page shows the result.";

/** A file that is unreadable or has changed can't be retried; it must be chosen again. */
const CHOOSE_AGAIN_CODES = ["file-unreadable", "file-changed"];
/** What the button says that starts the upload again. */
const RETRY_LABELS = { ready: "Start", failed: "Retry", cancelled: "Upload again" };

/** Shows how an upload ended, and what the user can do next. */
export class OutcomeView {
  #parts;

  /** @param parts the card's elements {outcome, facts, link, login, trash, retry, choose, kept, …} */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Returns the text shown. */
  show(upload) {
    const { phase, problem, video, id, file } = upload;
    const [tone, icon, outcomeText] = OUTCOMES[phase];
    const texts = [cancelText(upload), problem ? problemMessage(problem) : outcomeText, problem ? null : videoText(upload)];
    const text = texts.filter(Boolean).join(" ");
    const { outcome, facts, link, login, trash, retry, choose, kept } = this.#parts;
    const mustChooseAgain = phase === "failed" && CHOOSE_AGAIN_CODES.includes(problem?.code);
    outcome.className = `notice ${tone}`;
    const shown = outcome.querySelector("use");
    shown.setAttribute("href", shown.getAttribute("href").replace(/#.*/, `#${icon}`));
    this.#parts["outcome-text"].textContent = text;
    facts.hidden = !video;
    if (video) this.#showFacts(video);
    link.hidden = !video && phase !== "stored" && !upload.cancelledTooLate;
    link.href = `${basePath}/videos/${video?.id ?? id}`;
    login.hidden = problem?.code !== "unauthenticated";
    trash.hidden = problem?.code !== "quota-exceeded";
    const retryLabel = RETRY_LABELS[phase] ?? "";
    retry.hidden = !retryLabel || mustChooseAgain;
    retry.lastElementChild.textContent = retryLabel;
    retry.ariaLabel = `${retryLabel} ${format.isolated(file.name)}`;
    choose.hidden = !mustChooseAgain;
    kept.hidden = phase !== "failed" || !id || upload.cancelFailed || upload.cancelledTooLate || problem.code === "open-elsewhere";
    kept.firstElementChild.textContent = keptText(upload);
    return text;
  }

  /** Replaces the text. */
  showText(text) {
    this.#parts["outcome-text"].textContent = text;
  }

  #showFacts({ size, format: file, location }) {
    const { size: sizeElement, exact } = this.#parts;
    sizeElement.value = size;
    sizeElement.textContent = format.bytes(size);
    exact.textContent = format.exactBytes(size);
    exact.hidden = exact.textContent === sizeElement.textContent;
    this.#parts.format.textContent = formatText(file);
    this.#parts.location.textContent = location.uri;
    this.#parts.location.nextElementSibling.dataset.copy = location.uri;
  }
}

/** The container, and what the probe has found: MP4 (video/mp4), h264, aac, 854 × 480, 0:30. */
function formatText({ container, mediaType, videoCodec, audioCodec, width, height, durationMillis }) {
  if (!container) return mediaType ?? "Unknown";
  const picture = width && height ? `${width} × ${height}` : null;
  const duration = durationMillis ? format.playerTime(durationMillis) : null;
  return [`${format.container(container)} (${mediaType})`, videoCodec, audioCodec, picture, duration].filter(Boolean).join(", ");
}

/** What became of the user's wish to cancel the upload, unless it was fulfilled. */
function cancelText({ phase, cancelFailed, cancelledTooLate }) {
  if (cancelFailed) return "The upload wasn’t cancelled.";
  if (!cancelledTooLate) return null;
  const text = "It was too late to cancel: the store already had the file.";
  return phase === "deleted" ? text : `${text} Delete the video on its page.`;
}

function videoText({ phase, video, visibility }) {
  if (!video) return null;
  if (phase === "deleted") return "It is in the trash, and can be restored on its page.";
  if (video.status === "PROCESSING") return phase === "processing" ? null : PROCESSING;
  // The user may have changed the visibility since the server described the video.
  return video.rejectionText ?? VISIBILITIES[visibility ?? video.visibility];
}

/** What is left of an upload that has failed but can be resumed. */
export function keptText({ serverState }) {
  return serverState?.method === "multipart" ? "The parts uploaded so far are kept." : "The upload stays open, but resuming it starts from the beginning.";
}
