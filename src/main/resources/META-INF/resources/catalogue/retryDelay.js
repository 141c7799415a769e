import { wait } from "../web/wait.js";

/** Milliseconds before the first attempt, doubled after each. */
const MIN_DELAY = 1_000;
/** Short enough that a visitor who waits for the end of an outage does not reload the page. */
const MAX_DELAY = 30_000;

/** So that players that stopped at the same time don't come back at the same time. */
const JITTER = 0.5;

/**
 * The time between two attempts to continue after an outage: longer after each attempt, and over as soon as the network is
 * back or the visitor presses Play.
 */
export class RetryDelay {
  #media;
  #intent;
  #network;
  #wait;
  #random;
  #attempts = 0;
  #end = () => {};

  /**
   * @param intent see playbackIntent.js
   * @param network sends "online"
   */
  constructor(media, intent, { network = window, waitFor = wait, random = Math.random } = {}) {
    this.#media = media;
    this.#intent = intent;
    this.#network = network;
    this.#wait = waitFor;
    this.#random = random;
  }

  /** Resolves when the next attempt is due. */
  async next() {
    const controller = new AbortController();
    const { signal } = controller;
    const delay = Math.min(MAX_DELAY, MIN_DELAY * 2 ** this.#attempts++) * (1 + JITTER * this.#random());
    const ended = new Promise((resolve) => (this.#end = resolve));
    this.#network.addEventListener("online", () => this.reset(), { signal });
    // A media element with an error doesn't play, so only the intent tells that the visitor wants it to.
    this.#media.addEventListener("play", () => this.reset(), { signal });
    this.#intent.addEventListener("change", () => this.#intent.wanted && this.reset(), { signal });
    await Promise.race([ended, this.#wait(delay, signal).catch(() => {})]);
    controller.abort();
  }

  /** Ends the wait. The delays begin with the shortest again. */
  reset() {
    this.#attempts = 0;
    this.#end();
  }
}
