/**
 * Calls a function whenever the page may be about to end: when the user leaves or hides it. Phones end hidden pages without
 * another event.
 *
 * @param signal ends the calls when it aborts
 */
export function onPageLeave(callback, { signal } = {}) {
  window.addEventListener("pagehide", () => callback(), { signal });
  document.addEventListener("visibilitychange", () => document.hidden && callback(), { signal });
}
