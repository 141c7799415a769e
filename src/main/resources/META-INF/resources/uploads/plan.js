/** What happens to a file, in a few words. */
export function plan({ canHash, resume }) {
  const check = canHash ? "checked by SHA-256" : "unchecked, since this page was not loaded over https";
  return `${resume ? "goes on where it stopped" : "straight to the store"}, ${check}`;
}
