import { parseRetryAfter } from "../../web/json.js";
import { wait } from "../../web/wait.js";

/** Many players behind one address share a limit, and each needs few requests, so waiting helps. */
export const MAX_REPETITIONS = 6;

/** Seconds between two requests, doubled after each. */
const MIN_DELAY = 1;
const MAX_DELAY = 15;

/** So that players that were refused at the same time don't come back at the same time. */
const JITTER = 1;

/** Whether a request may be repeated that was refused because there were too many. */
export function mayRepeat(status, repetitions) {
  return status === 429 && repetitions < MAX_REPETITIONS;
}

/**
 * Returns how many seconds to wait before a request is repeated. The header says when there is one permit, for which all
 * players behind the address compete, so each failure doubles the time.
 *
 * @param retryAfter the header Retry-After, or null
 * @param random from 0 to 1
 */
export function delayBefore(retryAfter, repetitions, random = Math.random()) {
  const delay = Math.max(parseRetryAfter(retryAfter), MIN_DELAY * 2 ** repetitions);
  return Math.min(MAX_DELAY, delay) * (1 + JITTER * random);
}

/** Waits until the application accepts requests again. */
export async function waitForPermit(retryAfter, repetitions) {
  await wait(1000 * delayBefore(retryAfter, repetitions));
}
