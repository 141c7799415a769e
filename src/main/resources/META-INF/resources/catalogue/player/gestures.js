/** Milliseconds between the two taps of a double tap. */
const DOUBLE_TAP_TIME = 300;
const STEP = 10;

/** Clicks and taps on the picture: a click plays or pauses, a tap shows the controls, a double tap at a side seeks. */
export function listenToGestures(surface, { actions, visibility }) {
  let pointerType = "mouse";
  let lastTap = { at: -Infinity, side: 0 };

  function tap(event) {
    const side = sideOf(event, surface);
    const isDouble = event.timeStamp - lastTap.at < DOUBLE_TAP_TIME && side === lastTap.side && side !== 0;
    lastTap = { at: event.timeStamp, side };
    if (isDouble) {
      actions.seekBy(side * STEP);
      visibility.show();
    } else if (visibility.visible) visibility.hide();
    else visibility.show();
  }

  surface.addEventListener("pointerdown", (event) => (pointerType = event.pointerType));
  surface.addEventListener("click", (event) => {
    if (pointerType === "mouse") actions.togglePlay();
    else tap(event);
  });
  surface.addEventListener("dblclick", () => pointerType === "mouse" && actions.toggleFullscreen());
}

/** -1 for the left third, 1 for the right third, 0 between them. */
function sideOf({ clientX }, surface) {
  const { left, width } = surface.getBoundingClientRect();
  const third = Math.floor(((clientX - left) / width) * 3);
  return Math.min(1, Math.max(-1, third - 1));
}
