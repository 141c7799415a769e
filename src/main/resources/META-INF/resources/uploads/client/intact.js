import { Problem } from "../../web/problem.js";

const MOST = 3;

/**
 * Sends bytes until the store takes them. It refuses those that were altered on the way, and they go
 * again; but not when the file itself has changed.
 *
 * @param unchanged whether the file still has the bytes that were promised
 */
export async function intact(send, unchanged) {
  for (let refused = 1; ; refused++) {
    try {
      return await send();
    } catch (problem) {
      if (problem.code !== "bytes-changed") throw problem;
      if (!(await unchanged())) throw new Problem("file-changed", problem);
      if (refused === MOST) throw problem;
    }
  }
}
