import { basePath, requestJson } from "../../web/json.js";

const ADDRESS = `${basePath}/api/lab/faults`;
const KILL = "kill-application";
/** Milliseconds. Without the database, the application may answer late. */
const TIMEOUT = 5_000;

/**
 * The faults of this installation: starts and ends them, and remembers which one is active. Fires
 * `change`, and `observation` for each thing that the relay saw or did. Without an answer of the
 * application, the active fault ends when its time is over, as it does in the relay.
 */
export class FaultControl extends EventTarget {
  #request;
  #now;
  #lastNumber = 0;
  /** {name, promise} of the fault that is being started; null if there is none. */
  #starting = null;
  /** The relay's clock compared with the browser's, as the fastest call has shown it. */
  #offset = 0;
  #fastestCall = Infinity;

  /** {name, startedAt, endsAt} in milliseconds of the browser's clock; null if there is none. */
  active = null;

  constructor({ request = requestJson, now = Date.now } = {}) {
    super();
    this.#request = request;
    this.#now = now;
  }

  /** Starts a fault, unless it is active or being started. Uploads that begin together share one start. */
  start(name) {
    this.#endIfOver();
    if (this.active?.name === name) return Promise.resolve();
    if (this.#starting?.name === name) return this.#starting.promise;
    const starting = { name };
    starting.promise = this.#call("POST", `/${name}`)
      .catch((problem) => {
        // This fault kills the application, perhaps before it answers. A later answer tells what happened.
        if (name !== KILL || problem.code !== "connection-lost") throw problem;
      })
      .finally(() => {
        if (this.#starting === starting) this.#starting = null;
      });
    this.#starting = starting;
    return starting.promise;
  }

  async end() {
    if (this.active) await this.#call("DELETE", `/${this.active.name}`);
  }

  /** Asks the application. Returns false if it doesn't answer. */
  async poll() {
    this.#endIfOver();
    try {
      await this.#call("GET", `?after=${this.#lastNumber}`);
      return true;
    } catch {
      return false;
    }
  }

  async #call(method, path) {
    const sentAt = this.#now();
    const { active, now, observations } = await this.#request(method, ADDRESS + path, { timeout: TIMEOUT });
    this.#compareClocks(sentAt, Date.parse(now));
    const toLocal = (time) => Date.parse(time) + this.#offset;
    this.active = active && { name: active.name, startedAt: toLocal(active.startedAt), endsAt: toLocal(active.endsAt) };
    for (const observation of observations) this.#report(observation, toLocal(observation.at));
    this.dispatchEvent(new Event("change"));
  }

  #compareClocks(sentAt, relayTime) {
    const receivedAt = this.#now();
    if (receivedAt - sentAt > this.#fastestCall) return;
    this.#fastestCall = receivedAt - sentAt;
    this.#offset = (sentAt + receivedAt) / 2 - relayTime;
  }

  #report({ number, action, key, status }, at) {
    if (number <= this.#lastNumber) return;
    this.dispatchEvent(new CustomEvent("observation", { detail: { action, key, status, at } }));
    this.#lastNumber = number;
  }

  #endIfOver() {
    if (!this.active || this.active.endsAt > this.#now()) return;
    this.active = null;
    this.dispatchEvent(new Event("change"));
  }
}
