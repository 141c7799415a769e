import { requestJson } from "../../web/json.js";
import { hasTimeLeft, mayHaveExpired } from "./signedRequest.js";

/** Milliseconds. To assemble a large file, some stores copy it, and the application waits for them. */
const COMPLETION_TIMEOUT = 6 * 60_000;

/** The application's upload API, one method per call. Each throws a Problem when the call fails. */
export class Api {
  #endpoint;
  #request;
  #access;

  /**
   * @param endpoint address of the application: its origin, with its path if it has one; "" for the page's own origin
   * @param token bearer token; without one, the page's session cookie is used
   */
  constructor({ endpoint = "", token = null, request = requestJson } = {}) {
    this.#endpoint = endpoint;
    this.#request = request;
    this.#access = token
      ? { credentials: "omit", headers: { Authorization: `Bearer ${token}` } }
      : { credentials: "same-origin", headers: {} };
  }

  /** @param idempotencyKey the same for each attempt, so that a retry after a lost response opens no second upload */
  open(details, idempotencyKey) {
    return this.#call("POST", "/api/uploads", { body: details, headers: { "Idempotency-Key": idempotencyKey } });
  }

  listOpen() {
    return this.#call("GET", "/api/uploads?status=OPEN");
  }

  getUpload(id, signal) {
    return this.#call("GET", `/api/uploads/${id}`, { signal });
  }

  renewUrl(id, signal) {
    return this.#call("PUT", `/api/uploads/${id}/url`, { signal });
  }

  signParts(id, parts, signal) {
    return this.#call("POST", `/api/uploads/${id}/parts`, { body: { parts }, signal });
  }

  complete(id, signal) {
    return this.#call("PUT", `/api/uploads/${id}/completion`, { body: {}, signal, timeout: COMPLETION_TIMEOUT });
  }

  abort(id) {
    return this.#call("DELETE", `/api/uploads/${id}`);
  }

  getVideo(id, signal) {
    return this.#call("GET", `/api/videos/${id}`, { signal });
  }

  #call(method, path, { headers = {}, ...request } = {}) {
    const { credentials, headers: access } = this.#access;
    return this.#request(method, this.#endpoint + path, { credentials, headers: { ...access, ...headers }, ...request });
  }
}

/** An idempotency key. Not a UUID, because crypto.randomUUID exists only on https and localhost. */
export function randomIdempotencyKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One upload at the application: its state, its signed URLs, its end. */
export class ServerUpload {
  #api;
  #now;
  #signedAt;

  /** @param serverState the upload as the application described it: {id, method, put, partSize, …} */
  constructor(serverState, { api, now = Date.now }) {
    this.serverState = serverState;
    this.#api = api;
    this.#now = now;
    this.#signedAt = now();
  }

  get id() {
    return this.serverState.id;
  }

  /** Whether the URL for the whole file is missing or about to expire. */
  get needsUrl() {
    const { put, expiresAt } = this.serverState;
    return !put || !hasTimeLeft(expiresAt, this.#now());
  }

  /** Call this when a connection was lost. Drops the URL if it may have expired. */
  dropSuspectUrl() {
    if (mayHaveExpired(this.#signedAt, this.#now())) this.serverState = { ...this.serverState, put: null };
  }

  /** The current state of the upload, with the parts that the store has. */
  fetchState(signal) {
    return this.#api.getUpload(this.id, signal);
  }

  /** Signs requests for parts: {number, size, checksumSha256} each. */
  async signParts(parts, signal) {
    return (await this.#api.signParts(this.id, parts, signal)).parts;
  }

  /** Gets a new URL for the whole file. Returns false if the upload is closed: stored, aborted or expired. */
  async renewUrl(signal) {
    try {
      this.serverState = await this.#api.renewUrl(this.id, signal);
      this.#signedAt = this.#now();
      return true;
    } catch (problem) {
      if (problem.code === "upload-closed" || problem.code === "not-found") return false;
      throw problem;
    }
  }

  /** Asks the application to check the store, and returns whether the store has the bytes. Throws if the upload has ended without them. */
  async tryComplete(signal) {
    try {
      await this.#api.complete(this.id, signal);
      return true;
    } catch (problem) {
      if (problem.code === "upload-incomplete") return false;
      throw problem;
    }
  }

  /** Whether the application knows that the bytes are stored. */
  async isStored(signal) {
    try {
      return (await this.fetchState(signal)).status === "STORED";
    } catch (problem) {
      if (problem.code === "not-found" || problem.code === "upload-vanished") return false;
      throw problem;
    }
  }

  /** Aborts the upload. Returns false if it's too late because the bytes are stored. */
  async abort() {
    try {
      await this.#api.abort(this.id);
      return true;
    } catch (problem) {
      if (problem.code === "not-found") return true;
      if (problem.code === "upload-closed") return !(await this.isStored());
      throw problem;
    }
  }
}
