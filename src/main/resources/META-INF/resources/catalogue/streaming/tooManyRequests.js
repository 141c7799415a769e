import { parseRetryAfter } from "../../web/json.js";
import { wait } from "../../web/wait.js";

/** Many players behind one address share a limit, and each needs few requests, so waiting helps. */
const MAX_REPETITIONS = 4;

/** Seconds between two requests. */
const MIN_DELAY = 1;
const MAX_DELAY = 15;

/** Whether a request may be repeated that was refused because there were too many. */
export function mayRepeat(status, repetitions) {
  return status === 429 && repetitions < MAX_REPETITIONS;
}

/**
 * Waits until the application accepts requests again.
 *
 * @param retryAfter the header Retry-After, or null
 */
export async function waitForPermit(retryAfter) {
  await wait(1000 * Math.min(MAX_DELAY, Math.max(MIN_DELAY, parseRetryAfter(retryAfter))));
}
