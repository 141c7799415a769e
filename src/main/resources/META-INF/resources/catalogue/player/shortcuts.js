const TEXT_FIELDS = "input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
/** Elements on which the space bar does something. */
const PRESSED_BY_SPACE = "button, summary, input, select, textarea, [role=button], [role^=menuitem]";
/** Elements that use the arrow keys themselves. */
const MOVED_BY_ARROWS = "input, select, textarea, [role=slider], [role=menu], [role=menu] *, pre, table, [tabindex='0']:not(main)";

const STEP = 5;
const LONG_STEP = 10;

const KEYS = {
  k: ({ actions }) => actions.togglePlay(),
  j: ({ actions }) => actions.seekBy(-LONG_STEP),
  l: ({ actions }) => actions.seekBy(LONG_STEP),
  m: ({ actions }) => actions.toggleMute(),
  f: ({ actions }) => actions.toggleFullscreen(),
  i: ({ actions }) => actions.togglePictureInPicture(),
  c: ({ captions }) => captions.toggle(),
  ",": ({ actions }) => actions.stepFrame(-1),
  ".": ({ actions }) => actions.stepFrame(1),
  "<": ({ actions }) => actions.changeSpeed(-1),
  ">": ({ actions }) => actions.changeSpeed(1),
};

const SWITCHES = [" ", "k", "m", "c", "i", "f", "?"];

/**
 * The action of a key on the page; null if the key belongs to the element that has the focus, to the browser or to nobody.
 *
 * @param inPlayer whether the player has the focus or fills the screen, so that all keys belong to it
 */
export function actionOf({ key, ctrlKey, altKey, metaKey, isComposing, target }, { inPlayer, singleKeys }) {
  if (ctrlKey || altKey || metaKey || isComposing) return null;
  const on = (selector) => target?.matches?.(selector) ?? false;
  if (on(TEXT_FIELDS)) return null;
  if (key === "?") return inPlayer || singleKeys ? ({ showHelp }) => showHelp() : null;
  if (key === " ") return (inPlayer || singleKeys) && !on(PRESSED_BY_SPACE) ? KEYS.k : null;
  if (key.startsWith("Arrow")) return (inPlayer || singleKeys) && !on(MOVED_BY_ARROWS) ? arrowAction(key, inPlayer) : null;
  if (!inPlayer && !singleKeys) return null;
  if (/^[0-9]$/.test(key)) return ({ actions }) => actions.seekToShare(Number(key) / 10);
  return KEYS[key.toLowerCase()] ?? null;
}

/** Outside of the player, up and down scroll the page. */
function arrowAction(key, inPlayer) {
  if (key === "ArrowLeft") return ({ actions }) => actions.seekBy(-STEP);
  if (key === "ArrowRight") return ({ actions }) => actions.seekBy(STEP);
  if (!inPlayer) return null;
  return ({ actions }) => actions.changeVolume(key === "ArrowUp" ? 1 : -1);
}

/** Listens to the keys of the whole page. */
export function listenToKeys(frame, player, preferences) {
  const help = frame.querySelector("dialog");
  const setting = help.querySelector("input");
  setting.checked = preferences.get("singleKeys", true);
  setting.addEventListener("change", () => preferences.set("singleKeys", setting.checked));
  const showHelp = () => help.open || help.showModal();
  document.addEventListener("keydown", (event) => {
    // A dialog, of the page or of the player, has its own keys.
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const inPlayer = frame.contains(document.activeElement) || document.fullscreenElement !== null;
    const action = actionOf(event, { inPlayer, singleKeys: setting.checked });
    if (!action) return;
    event.preventDefault();
    // While such a key is held, it would switch many times a second.
    if (event.repeat && SWITCHES.includes(event.key.toLowerCase())) return;
    action({ ...player, showHelp });
  });
  return showHelp;
}
