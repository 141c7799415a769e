import { repeatingLoader } from "./repeatingLoader.js";
import { mayRepeat, waitForPermit } from "./tooManyRequests.js";

/** A long media playlist has its signed URL once, as the value of a variable. */
const DEFINITION = /^#EXT-X-DEFINE:NAME="([^"]+)",VALUE="([^"]*)"\r?\n/gm;

/** Replaces the variables of a playlist by their values. */
export function replaceVariables(playlist) {
  const values = [...playlist.matchAll(DEFINITION)].map(([, name, value]) => [name, value]);
  return values.reduce(
    (text, [name, value]) => text.replaceAll(`{$${name}}`, () => value),
    playlist.replaceAll(DEFINITION, ""),
  );
}

/**
 * Wraps a loader of hls.js, whose small edition ignores variables, and which gives up a playlist that is refused because
 * there were too many requests.
 *
 * @param waitFor waits as a header Retry-After and the number of repetitions say; for tests
 */
export function playlistLoader(Loader, waitFor = waitForPermit) {
  return repeatingLoader(Loader, {
    repair: (status, context, repetitions, loader) =>
      mayRepeat(status, repetitions) ? waitFor(loader.getResponseHeader("Retry-After"), repetitions) : null,
    transform: (response) => ({ ...response, data: replaceVariables(response.data) }),
  });
}
