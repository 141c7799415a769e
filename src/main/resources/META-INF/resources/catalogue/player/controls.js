import { PlayerActions, SPEEDS, speedLabel } from "./actions.js";
import { connectButtons } from "./buttons.js";
import { CaptionPlacement } from "./captionPlacement.js";
import { Captions } from "./captions.js";
import { listenToGestures } from "./gestures.js";
import { Preferences } from "./preferences.js";
import { SeekBar } from "./seekBar.js";
import { SeekPreview } from "./seekPreview.js";
import { SettingsMenu } from "./settingsMenu.js";
import { listenToKeys } from "./shortcuts.js";
import { ControlsVisibility } from "./visibility.js";

/** Milliseconds for which a message about an action is shown. */
const MESSAGE_TIME = 1_200;

/** Seconds that a system moves by unless it says otherwise. */
const SYSTEM_STEP = 10;

/**
 * Replaces the browser's controls by those of the page.
 *
 * @param frame the element with the media element and the controls; becomes full screen
 * @param chapters see chapters.js
 * @param storyboard see seekPreview.js
 * @param quality a setting for the menu, see settingsMenu.js
 * @param intent see playbackIntent.js
 */
export function addControls(media, frame, { chapters, storyboard, quality, intent, preferences = new Preferences() }) {
  const find = (selector) => frame.querySelector(selector);
  const tell = messages(find(".player-message"));
  const frameRate = Number(media.dataset.frameRate ?? NaN);
  const actions = new PlayerActions(media, { frame, tell, preferences, frameRate, intent });
  const captionsButton = find("[data-control=captions]");
  const captions = new Captions(media, {
    tell,
    preferences,
    onChange: (language) => (captionsButton.ariaPressed = String(language !== "")),
  });
  captionsButton.hidden = captions.list().length === 0;

  const bar = find(".seek");
  const seekBar = new SeekBar(media, bar, { actions, text: find(".player-position"), preview: new SeekPreview(bar, { chapters, storyboard }) });
  chapters.follow(media, { marks: find(".seek-chapters"), label: find(".player-chapter") });
  connectButtons(media, frame, { actions, captions, intent });
  connectMediaKeys(media, { actions, intent });
  const showHelp = listenToKeys(frame, { actions, captions }, preferences);
  const menu = new SettingsMenu(find("[data-control=settings]"), find(".player-menu"), [
    quality,
    { title: "Speed", options: () => SPEEDS.map((value) => ({ value, label: speedLabel(value) })), current: () => media.playbackRate, select: (speed) => actions.setSpeed(speed) },
    { title: "Captions", options: () => languages(captions), current: () => captions.current(), select: (language) => captions.select(language) },
    { title: "Keyboard shortcuts", run: showHelp },
  ]);
  const visibility = new ControlsVisibility(media, frame, { isBusy: () => menu.isOpen });
  new CaptionPlacement(media, frame, find(".player-bar"));
  listenToGestures(find(".player-surface"), { actions, visibility });

  media.addEventListener("play", () => frame.classList.add("started"), { once: true });
  media.controls = false;
  find(".player-controls").hidden = false;
  return { actions, captions, seekBar };
}

/** Keys of keyboards and headphones, and the controls that systems show outside of the page. */
export function connectMediaKeys(media, { actions, intent }, session = navigator.mediaSession) {
  if (!session) return;
  const artwork = media.poster ? [{ src: media.poster }] : [];
  session.metadata = new MediaMetadata({ title: media.ariaLabel, artwork });
  const handlers = {
    play: () => intent.set(true),
    pause: () => intent.set(false),
    seekto: ({ seekTime }) => actions.seekTo(seekTime),
    seekbackward: ({ seekOffset }) => actions.seekBy(-(seekOffset ?? SYSTEM_STEP)),
    seekforward: ({ seekOffset }) => actions.seekBy(seekOffset ?? SYSTEM_STEP),
  };
  for (const [action, handler] of Object.entries(handlers)) session.setActionHandler(action, handler);
}

function languages(captions) {
  const list = captions.list();
  return list.length > 0 ? [{ value: "", label: "Off" }, ...list] : [];
}

/** Shows texts for a moment, and reads them to people who use a screen reader. */
function messages(element) {
  let timer = null;
  return (text, { seen = true } = {}) => {
    element.textContent = text;
    element.classList.toggle("shown", seen);
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.remove("shown"), MESSAGE_TIME);
  };
}
