import { format } from "../web/format.js";

/** Whether a file's bytes can be checked on arrival, and what is about to happen, in a sentence. */
export function plan({ size }, { checksumLimit, canHash }) {
  const reason = reasonNotToCheck(size, { checksumLimit, canHash });
  const check = reason ? `bytes go unchecked, since ${reason}` : "checked by SHA-256";
  return { checked: !reason, sentence: `Goes straight to the store; ${format.bytes(size)}, ${check}` };
}

function reasonNotToCheck(size, { checksumLimit, canHash }) {
  if (!canHash) return "this page was not loaded over https";
  if (size > checksumLimit) return `the file is over ${format.limit(checksumLimit)}`;
  return null;
}
