import { basePath } from "./json.js";

/** Milliseconds before another attempt if the server refuses the stream, which an EventSource doesn't retry. */
const RETRY_DELAY = 30_000;

/**
 * Follows what happens to videos, while the page is visible: a browser has few connections to a host. A page that
 * becomes visible again gets everything that it missed.
 *
 * @param after the number of the latest change that the page shows
 * @param video the only video to follow; null to follow all that the visitor may list
 * @param onChange receives { id, change, status }, see docs/live.md, and the number of the change
 * @param onReset is called if changes are missing, so everything has to be loaded again
 * @returns a function that ends this
 */
export function followChanges({ after, video = null, onChange, onReset, environment = globalThis }) {
  const { document, EventSource, setTimeout, clearTimeout } = environment;
  let last = after;
  let source = null;
  let retry = null;

  function open() {
    const query = new URLSearchParams({ after: last, ...(video && { video }) });
    source = new EventSource(`${basePath}/api/changes?${query}`);
    source.addEventListener("video", (event) => {
      last = event.lastEventId;
      onChange(JSON.parse(event.data), last);
    });
    source.addEventListener("reset", (event) => {
      last = event.lastEventId;
      onReset();
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) retryLater();
    });
  }

  function retryLater() {
    close();
    retry = setTimeout(update, RETRY_DELAY);
  }

  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function update() {
    if (document.visibilityState !== "visible") close();
    else if (!source) {
      clearTimeout(retry);
      open();
    }
  }

  const following = new AbortController();
  const { signal } = following;
  document.addEventListener("visibilitychange", update, { signal });
  // A page that is kept for the Back button must not keep a connection.
  environment.addEventListener("pagehide", close, { signal });
  environment.addEventListener("pageshow", update, { signal });
  update();
  return () => {
    following.abort();
    close();
  };
}
