const PASSING = ["connection-lost", "stalled", "store-busy"];

/**
 * What went wrong, by a stable code: the server's own (RFC 9457), or one of this client's. Those of
 * the upload client are listed in docs/client.md.
 */
export class Problem extends Error {
  constructor(code, { status = 0, detail = "", retryAfter = 0 } = {}) {
    super(detail || code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.detail = detail;
    /** Seconds that the server asks to wait; 0 when it asks for none. */
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed a little later. */
  get passing() {
    return PASSING.includes(this.code) || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}
