import { repeatingLoader } from "./repeatingLoader.js";

/**
 * How stores answer to an expired URL: most with 403, Google Cloud Storage with 400. An answer without CORS headers has no
 * status.
 */
const REFUSALS = [0, 400, 401, 403];

/**
 * The newest signed URLs of renditions. A player that reads a playlist once keeps its URL for ever, so requests are sent
 * to the newest one, and one that the store refuses is repeated after the playlist was read again.
 */
export class RenewedUrls {
  #fetchText;
  #playlists = new Map();
  #newest = new Map();
  #renewals = new Map();

  /**
   * @param fetchText returns the text of an address
   */
  constructor(fetchText) {
    this.#fetchText = fetchText;
  }

  /** Remembers which playlist the URL of a rendition is from. */
  add(url, playlist) {
    this.#playlists.set(withoutQuery(url), playlist);
  }

  newest(url) {
    return this.#newest.get(withoutQuery(url)) ?? url;
  }

  /** Reads the playlist again. Requests that fail at the same time share one renewal. */
  renew(url) {
    const file = withoutQuery(url);
    if (!this.#renewals.has(file)) {
      const renewal = this.#read(file).finally(() => this.#renewals.delete(file));
      this.#renewals.set(file, renewal);
    }
    return this.#renewals.get(file);
  }

  async #read(file) {
    const playlist = this.#playlists.get(file);
    if (!playlist) throw new Error("The URL is from no playlist");
    this.#newest.set(file, signedUrlIn(await this.#fetchText(playlist)));
  }
}

/** Wraps a loader of hls.js, so that it uses renewed URLs. */
export function renewingLoader(Loader, urls) {
  return repeatingLoader(Loader, {
    prepare: (context) => (context.url = urls.newest(context.url)),
    repair: (status, context, repetitions) => (REFUSALS.includes(status) && repetitions === 0 ? urls.renew(context.url) : null),
  });
}

function withoutQuery(url) {
  return url.split("?")[0];
}

/** The signed URL in a media playlist: a variable, or each segment's line. */
export function signedUrlIn(playlist) {
  const url = playlist.match(/^#EXT-X-DEFINE:.*VALUE="([^"]+)"/m)?.[1] ?? playlist.match(/^https?:.*$/m)?.[0];
  if (!url) throw new Error("The playlist has no URL");
  return url;
}
