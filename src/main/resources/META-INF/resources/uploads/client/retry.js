import { wait } from "../web/wait.js";

/** Milliseconds before the second, third, … try. */
const DELAYS = [1_000, 2_000, 5_000, 10_000, 20_000];

/**
 * Runs a step until it succeeds, fails for good or runs out of tries. Only problems that pass by
 * themselves are tried again; a server that says how long to wait is obeyed.
 */
export async function retry(step, { signal, delays = DELAYS, onRetry = () => {}, pause = wait, random = Math.random }) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await step(attempt);
    } catch (problem) {
      if (signal?.aborted || !problem.passing || attempt >= delays.length) throw problem;
      // Jitter keeps a crowd that failed together from coming back together.
      const delay = Math.max(problem.retryAfter * 1000, delays[attempt] * (0.5 + random()));
      onRetry({ problem, delay, attempt: attempt + 1, of: delays.length });
      await pause(delay, signal);
    }
  }
}
