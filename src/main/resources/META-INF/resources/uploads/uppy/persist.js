import { wait } from "../../web/wait.js";

/** Milliseconds before the second, third, … try. After the last, Uppy shows the problem and a way to retry. */
const DELAYS = [1_000, 2_000, 5_000, 10_000];

/** Asks Slipway again while what went wrong may pass; Uppy itself asks once, or over and over. */
export async function persist(step, signal, { pause = wait, random = Math.random } = {}) {
  for (const delay of DELAYS) {
    try {
      return await step();
    } catch (problem) {
      if (signal?.aborted || !problem.passing) throw problem;
      // Jitter keeps a crowd that failed together from coming back together.
      await pause(Math.max(problem.retryAfter * 1000, delay * (0.5 + random())), signal);
    }
  }
  return step();
}
