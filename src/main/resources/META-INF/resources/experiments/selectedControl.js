/**
 * Focuses the control that the address names, such as /lab/walk#sample, so that the keyboard can use it at once. Does nothing if the
 * page doesn't have it, for example because the account may not use it.
 */
export function focusSelectedControl() {
  // In the second frame, because the browser removes the focus when it scrolls to the fragment.
  window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(focusSelected)));
  window.addEventListener("hashchange", focusSelected);
}

function focusSelected() {
  const selected = document.getElementById(location.hash.slice(1));
  if (selected?.matches("button, select")) selected.focus({ preventScroll: true });
}
