import { Problem } from "../../web/problem.js";
import { lanes } from "./lanes.js";

const AT_ONCE = 2;

/**
 * Compares the parts that the store holds with the file, before anything is sent: parts of another file
 * would make an object of two. Answers those that need not be sent; parts without a checksum have to.
 */
export async function verify(held, plan, { checksums, tally, signal }) {
  const comparable = held.filter(({ checksumSha256, number, size }) => checksumSha256 && plan.part(number).size === size);
  const toCheck = comparable.reduce((sum, { size }) => sum + size, 0);
  let checked = 0;
  const begin = (either) => async (part) => {
    const own = await checksums.of(plan.part(part.number), either);
    if (own !== part.checksumSha256) throw new Problem("file-differs", { detail: `Part ${part.number} differs.` });
    tally.checking((checked += part.size), toCheck);
  };
  await lanes(comparable, AT_ONCE, begin, signal);
  return comparable;
}
