import { format } from "../web/format.js";
import { basePath, requestJson } from "../web/json.js";
import { quoted } from "./messages.js";

/**
 * Says before a file is hashed or sent that it doesn't fit into what is left of the quota. Only the server knows what
 * other uploads reserve, so it is asked again before a file is refused, and it decides about all others.
 */
export class QuotaCheck {
  #bytesLeft;
  #load;

  /**
   * @param bytesLeft as the page was loaded; Infinity for no limit
   * @param load resolves to the quota of the account as GET /api/me returns it
   */
  constructor(bytesLeft, load = loadQuota) {
    this.#bytesLeft = bytesLeft;
    this.#load = load;
  }

  /** Resolves to why a file can't be uploaded; null if it may fit. */
  async objectionTo(file) {
    if (file.size <= this.#bytesLeft) return null;
    // Without an answer, the upload shows what is wrong.
    this.#bytesLeft = await this.#load().then(bytesLeftOf, () => Infinity);
    if (file.size <= this.#bytesLeft) return null;
    return `${quoted(file.name)} doesn't fit into your quota: it is ${format.bytes(file.size)}, and ${format.bytes(this.#bytesLeft)} are left. Empty the trash, delete a video or cancel an unfinished upload.`;
  }
}

async function loadQuota() {
  const { quota } = await requestJson("GET", `${basePath}/api/me`);
  return quota;
}

function bytesLeftOf({ bytes, usedBytes }) {
  return bytes === null ? Infinity : Math.max(0, bytes - usedBytes);
}
