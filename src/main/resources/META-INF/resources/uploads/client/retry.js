/** Milliseconds before the second, third, … try; the last again and again. */
const DELAYS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
/** The browser may be wrong about being offline, so now and then it is tried all the same. */
const OFFLINE = 30_000;

/**
 * Runs a step until it succeeds, fails for good or patience ends. Only problems that pass by themselves
 * are tried again; a server that says how long to wait is obeyed; without a network nothing counts.
 */
export async function retry(step, { signal, waits, patience, connection, random = Math.random }) {
  for (let attempt = 0; ; ) {
    try {
      if (!connection.online) await waits.wait({ offline: true }, OFFLINE, signal);
      return await step();
    } catch (problem) {
      if (signal.aborted || !problem.passing) throw problem;
      if (!connection.online) {
        patience.renew();
        continue;
      }
      if (patience.endsWith()) throw problem;
      const delay = delayBefore(attempt++, problem, random);
      await waits.wait({ problem, delay, attempt }, delay, signal);
    }
  }
}

// Jitter keeps a crowd that failed together from coming back together.
function delayBefore(attempt, { retryAfter }, random) {
  return Math.max(retryAfter * 1000, DELAYS[Math.min(attempt, DELAYS.length - 1)] * (0.5 + random()));
}
