import { requestJson } from "../../web/json.js";
import { Api } from "./api.js";
import { ByteCounter } from "./byteCounter.js";
import { ConcurrencyLimiter, StoreRequests } from "./concurrency.js";
import { Hasher } from "./hasher.js";
import { lockUpload, UploadMemory } from "./localUploads.js";
import { retry, RetryBudget, RetryTimers } from "./retry.js";
import { sendSignedRequest } from "./signedRequest.js";

/** Requests to stores at once, over all uploads. More aren't faster, and browsers allow six per host. */
const MAX_REQUESTS = 4;
/** Files that are uploaded at once, so that small files also fill the requests. The others aren't opened yet. */
const MAX_UPLOADS = 4;

/**
 * Whether the servers can probably be reached; fires `online` when the network is back. The browser may be wrong:
 * it reports that it is offline if the servers run on the same computer and there is no network.
 */
export class Connection extends EventTarget {
  #navigator;
  #reachedOffline = false;

  constructor({ target = globalThis, navigator = globalThis.navigator } = {}) {
    super();
    this.#navigator = navigator;
    target.addEventListener("online", () => this.dispatchEvent(new Event("online")));
  }

  get online() {
    return this.#navigator.onLine || this.#reachedOffline;
  }

  /** Records whether a server has responded. */
  recordOutcome(reached) {
    this.#reachedOffline = reached && !this.#navigator.onLine;
  }
}

/**
 * What all uploads of a page share, and what they use of the browser. Each entry can be replaced with
 * the option `environment` of an upload.
 */
export const defaultEnvironment = {
  /** Limits the requests to stores. */
  slots: new ConcurrencyLimiter(MAX_REQUESTS),
  /** Limits the uploads. */
  turns: new ConcurrencyLimiter(MAX_UPLOADS),
  hasher: new Hasher(),
  connection: new Connection(),
  memory: new UploadMemory(),
  lock: lockUpload,
  /** Calls the application. */
  request: requestJson,
  /** Sends to the store. */
  send: sendSignedRequest,
  now: Date.now,
  random: Math.random,
};

/**
 * What the steps of one upload share: the environment, and the upload's own API access, byte counter
 * and retry state.
 *
 * @param setPhase called when a phase begins
 * @param onId called when the upload has got its id
 */
export function createContext(upload, { endpoint, token, environment, setPhase, onId, onProgress }) {
  const { slots: requestSlots, turns: uploadSlots, connection, request, now, pause, random } = environment;
  const retryBudget = new RetryBudget({ now });
  const retryTimers = new RetryTimers({ connection, pause, onChange: onProgress });
  const onAcknowledged = () => retryBudget.reset();
  return {
    ...environment,
    uploadSlots,
    storeRequests: new StoreRequests(requestSlots, upload),
    api: new Api({ endpoint, token, request }),
    requester: upload,
    byteCounter: new ByteCounter(upload.file.size, { onChange: onProgress, onAcknowledged }),
    retryBudget,
    retryTimers,
    setPhase,
    onId,
    withRetries: (step, signal, budget = retryBudget) => retry(step, { signal, timers: retryTimers, budget, connection, random }),
  };
}
