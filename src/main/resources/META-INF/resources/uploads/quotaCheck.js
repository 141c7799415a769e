import { format } from "../web/format.js";
import { basePath, requestJson } from "../web/json.js";
import { wait } from "../web/wait.js";
import { quoted } from "./messages.js";

/** Milliseconds after the end of an upload. Uploads that end together share a request. */
const REFRESH_DELAY = 1_000;

/**
 * Says before a file is hashed or sent that it doesn’t fit into what is left of the quota. Only the server knows what
 * other uploads reserve, so it is asked again before a file is refused and after an upload has ended, and it decides about
 * all other files.
 */
export class QuotaCheck {
  #bytesLeft;
  #unopenedBytes;
  #load;
  #show;
  #refreshing = false;

  /**
   * @param bytesLeft as the page was loaded; Infinity for no limit
   * @param unopenedBytes returns the bytes of this page's uploads for which the server hasn't reserved any yet
   * @param load resolves to the quota of the account as GET /api/me returns it
   * @param show called with the quota and its `bytesLeft`, Infinity for no limit, when it was loaded
   */
  constructor(bytesLeft, { unopenedBytes = () => 0, load = loadQuota, show = () => {} } = {}) {
    this.#bytesLeft = bytesLeft;
    this.#unopenedBytes = unopenedBytes;
    this.#load = load;
    this.#show = show;
  }

  /** Resolves to why a file can't be uploaded; null if it may fit. */
  async objectionTo(file) {
    if (file.size <= this.#free) return null;
    // Without an answer, the upload shows what is wrong.
    await this.#update().catch(() => (this.#bytesLeft = Infinity));
    if (file.size <= this.#free) return null;
    return `${quoted(file.name)} doesn’t fit into your quota: it is ${format.bytes(file.size)}, and ${format.bytes(this.#free)} are left. Delete a video permanently, empty the trash or discard an unfinished upload.`;
  }

  /** Call this when the server has reserved bytes for an upload of this page. */
  reserve(bytes) {
    this.#bytesLeft -= bytes;
  }

  /** Shows the quota as it is soon. Without an answer, it stays as it is. */
  async refresh() {
    if (this.#refreshing) return;
    this.#refreshing = true;
    await wait(REFRESH_DELAY);
    this.#refreshing = false;
    await this.#update().catch(() => {});
  }

  get #free() {
    return Math.max(0, this.#bytesLeft - this.#unopenedBytes());
  }

  async #update() {
    const quota = await this.#load();
    this.#bytesLeft = bytesLeftOf(quota);
    this.#show({ ...quota, bytesLeft: this.#bytesLeft });
  }
}

async function loadQuota() {
  const { quota } = await requestJson("GET", `${basePath}/api/me`);
  return quota;
}

function bytesLeftOf({ bytes, usedBytes }) {
  return bytes === null ? Infinity : Math.max(0, bytes - usedBytes);
}
