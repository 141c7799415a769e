import { setIcon, setLabel } from "./icons.js";
import { clockTime } from "./time.js";

/** The buttons of the control bar, the volume and the time. Each also shows changes that others make. */
export function connectButtons(media, frame, { actions, captions, intent }) {
  const button = (name) => frame.querySelector(`[data-control="${name}"]`);
  const listen = (target, types, show) => {
    for (const type of types) target.addEventListener(type, show);
    show();
  };

  button("play").addEventListener("click", () => actions.togglePlay());
  button("start").addEventListener("click", () => actions.togglePlay());
  const showPlayback = () => {
    const label = intent.wanted ? "Pause" : media.ended ? "Replay" : "Play";
    const icon = { Replay: "again", Play: "play", Pause: "pause" }[label];
    for (const name of ["play", "start"]) setIcon(button(name), icon);
    setLabel(button("play"), label);
    frame.classList.toggle("paused", !intent.wanted);
  };
  listen(media, ["play", "pause", "ended", "seeked", "emptied"], showPlayback);
  intent.addEventListener("change", showPlayback);

  // The browser shows no sign of its own that it waits for the store.
  for (const type of ["waiting", "seeking", "loadstart"]) media.addEventListener(type, () => media.paused || (media.dataset.waiting = ""));
  for (const type of ["playing", "canplay", "seeked", "pause", "error"]) media.addEventListener(type, () => delete media.dataset.waiting);

  const level = frame.querySelector(".volume input");
  button("mute").addEventListener("click", () => actions.toggleMute());
  level.addEventListener("input", () => actions.setVolume(level.valueAsNumber / 100));
  listen(media, ["volumechange"], () => {
    const silent = media.muted || media.volume === 0;
    setIcon(button("mute"), silent ? "muted" : "volume");
    setLabel(button("mute"), silent ? "Unmute" : "Mute");
    level.valueAsNumber = silent ? 0 : Math.round(media.volume * 100);
    level.style.setProperty("--level", level.value / 100);
    level.ariaValueText = `${level.value}%`;
  });

  const length = frame.querySelector(".player-duration");
  listen(media, ["loadedmetadata", "durationchange"], () => {
    if (Number.isFinite(media.duration)) length.textContent = ` / ${clockTime(media.duration)}`;
  });

  button("captions").addEventListener("click", () => captions.toggle());
  connectWindows(media, button, listen, actions);
}

/** Picture in picture and full screen, where the browser has them. */
function connectWindows(media, button, listen, actions) {
  const [pip, fullscreen] = [button("pip"), button("fullscreen")];
  pip.hidden = !document.pictureInPictureEnabled;
  pip.addEventListener("click", () => actions.togglePictureInPicture());
  listen(media, ["enterpictureinpicture", "leavepictureinpicture"], () => {
    pip.ariaPressed = String(document.pictureInPictureElement === media);
    setLabel(pip, "Picture in picture");
  });
  fullscreen.hidden = !document.fullscreenEnabled && !media.webkitEnterFullscreen;
  fullscreen.addEventListener("click", () => actions.toggleFullscreen());
  listen(document, ["fullscreenchange"], () => {
    const active = document.fullscreenElement !== null;
    setIcon(fullscreen, active ? "exit-fullscreen" : "fullscreen");
    setLabel(fullscreen, active ? "Leave full screen" : "Full screen");
  });
}
