/** Codes of temporary problems that don't come with an HTTP status. */
const TRANSIENT_CODES = ["connection-lost", "stalled", "store-busy"];

/**
 * An error with a stable code: the server's own (problem details, RFC 9457) or one of the client's.
 * docs/client.md lists the codes of the upload client.
 */
export class Problem extends Error {
  constructor(code, { status = 0, detail = "", retryAfter = 0 } = {}) {
    super(detail || code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.detail = detail;
    /** Seconds that the server asks the client to wait; 0 if it doesn't say. */
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed later. */
  get transient() {
    return TRANSIENT_CODES.includes(this.code) || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}
