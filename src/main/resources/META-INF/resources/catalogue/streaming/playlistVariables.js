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

/** Extends a loader of hls.js, whose small edition ignores variables. */
export function playlistLoader(Loader) {
  return class extends Loader {
    load(context, config, callbacks) {
      super.load(context, config, {
        ...callbacks,
        onSuccess: (response, ...others) =>
          callbacks.onSuccess({ ...response, data: replaceVariables(response.data) }, ...others),
      });
    }
  };
}
