import { format } from "../web/format.js";

/** What is about to happen to a file, in a sentence. */
export function plan({ size }, { canHash, resume }) {
  const check = canHash ? "checked by SHA-256" : "bytes go unchecked, since this page was not loaded over https";
  const way = resume ? "Goes on with its unfinished upload" : "Goes straight to the store";
  return `${way}; ${format.bytes(size)}, ${check}`;
}
