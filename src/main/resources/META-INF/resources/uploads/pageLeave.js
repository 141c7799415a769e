/**
 * Calls a function whenever the page may be about to end: when the user leaves or hides it. Phones end hidden pages without
 * another event.
 *
 * @param callback receives whether the page ends now
 * @param signal ends the calls when it aborts
 */
export function onPageLeave(callback, { signal } = {}) {
  window.addEventListener("pagehide", () => callback({ ends: true }), { signal });
  document.addEventListener("visibilitychange", () => document.hidden && callback({ ends: false }), { signal });
}
