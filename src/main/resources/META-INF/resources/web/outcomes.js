/** Parameters of addresses that say what the visitor has just done. */
const OUTCOMES = [
  "saved",
  "captions",
  "trashed",
  "restored",
  "deleted",
  "emptied",
  "edited",
  "failed",
  "skipped",
  "selected",
  "view",
  "requested",
  "dismissed",
  "refused",
  "done",
  "replayed",
  "remaining",
  "begun",
  "asked",
  "rebuilt",
  "created",
  "revoked",
];

/** What happened before is not said again when the page is loaded again or visited from the history. */
export function forgetOutcomes() {
  const address = new URL(location);
  const outcomes = OUTCOMES.filter((name) => address.searchParams.has(name));
  outcomes.forEach((name) => address.searchParams.delete(name));
  if (outcomes.length > 0) history.replaceState(history.state, "", address);
}

// The page with the result of an action loads this module.
forgetOutcomes();
