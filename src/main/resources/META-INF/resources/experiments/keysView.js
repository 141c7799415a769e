import { canDerive, deriveKeys, sign } from "./signingKey.js";

/** The published key of the example in Amazon's documentation, by its access key. */
const EXAMPLE_SECRETS = { AKIAIOSFODNN7EXAMPLE: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

/** Shows the derivation of the four keys, and compares the signature with the URL's. */
export class KeysView {
  #form = document.getElementById("keys-form");
  #unavailable = document.getElementById("keys-unavailable");
  #secret = document.getElementById("secret");
  #list = document.getElementById("keys");
  #comparison = document.getElementById("comparison");
  #createLine;
  #inspection = null;
  #accessKey = null;
  /** Keys arrive asynchronously; only the last request may be shown. */
  #latest = 0;

  constructor(createLine) {
    this.#createLine = createLine;
    this.#secret.addEventListener("input", () => this.#derive());
  }

  show(inspection) {
    this.#inspection = inspection;
    const reason = reasonNotToDerive(inspection);
    this.#form.hidden = Boolean(reason);
    this.#unavailable.hidden = !reason;
    this.#unavailable.querySelector("span").textContent = reason;
    const { accessKey } = inspection.scope;
    // A typed secret belongs to one access key.
    if (accessKey !== this.#accessKey) this.#secret.value = EXAMPLE_SECRETS[accessKey] ?? "";
    this.#accessKey = accessKey;
    if (!reason) this.#derive();
  }

  async #derive() {
    const turn = ++this.#latest;
    const { scope, stringToSign, signature, complete } = this.#inspection;
    const secret = this.#secret.value;
    if (!secret) {
      this.#list.replaceChildren();
      this.#comparison.textContent = "Type a secret key, or use Amazon’s example, to see the keys.";
      return;
    }
    const keys = await deriveKeys(secret, scope);
    const computed = complete ? await sign(keys.at(-1).bytes, stringToSign) : null;
    if (turn !== this.#latest) return;
    const lines = keys.map(({ name, formula, hex }) => this.#createLine({ text: hex, explanation: `${name} = ${formula}` }));
    if (computed) lines.push(this.#createLine({ text: computed, explanation: "Signature = HMAC(kSigning, string to sign)" }));
    this.#list.replaceChildren(...lines);
    this.#comparison.textContent = compare(computed, signature);
  }
}

function reasonNotToDerive({ algorithm }) {
  if (!algorithm.includes("HMAC")) return "This algorithm signs with a private key, which the store doesn’t have. There is no shared key to derive.";
  return canDerive() ? "" : "Browsers compute HMACs only on https and on localhost. Open the page there to see the keys.";
}

function compare(computed, signature) {
  if (!computed) return "The signature appears when the values of all signed headers are known.";
  return computed === signature ? "✓ Equal to the signature in the URL." : "✗ Different from the signature in the URL: another secret key, or another line was signed.";
}
