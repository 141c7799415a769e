import { changeRequest, sendToStore } from "./changedRequest.js";
import { curlCommand } from "./curlCommand.js";

/** Lets the user send a signed sample PUT, as it is with curl, or changed from this page. */
export class PutTrial {
  #root = document.getElementById("trial");
  #change = document.getElementById("change");
  #send = document.getElementById("send-changed");
  #copy = document.getElementById("copy-curl");
  #signed = null;

  /** @param onSent called with {signed, request, answer, timedOut}: the signed request, the sent one and its answer, which may be null */
  constructor(onSent) {
    this.#send?.addEventListener("click", () => this.#sendChanged(onSent));
  }

  /** @param signed {method, url, headers, body}, or null to hide the trial */
  show(signed) {
    this.#signed = signed;
    if (!this.#root) return;
    this.#root.hidden = !signed;
    if (signed) this.#copy.dataset.copy = curlCommand(signed, signed.body);
  }

  async #sendChanged(onSent) {
    const signed = this.#signed;
    this.#send.disabled = true;
    try {
      const sent = await sendToStore(changeRequest(signed, this.#change.value));
      if (signed === this.#signed) await onSent({ signed, ...sent });
    } finally {
      this.#send.disabled = false;
    }
  }
}
