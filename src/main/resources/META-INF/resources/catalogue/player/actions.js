/** From slowest to fastest. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Seconds of a frame if the frame rate isn't known. */
const FRAME = 1 / 30;
const VOLUME_STEP = 0.05;

/** A speed as people read it. */
export function speedLabel(speed) {
  return speed === 1 ? "Normal" : `${speed}×`;
}

/** What people can do with the player, by a button, a key or a gesture. Each tells what it did. */
export class PlayerActions {
  #media;
  #frame;
  #tell;
  #preferences;
  #frameRate;
  #intent;

  /**
   * @param frame the element that becomes full screen
   * @param tell receives a short text for everybody who can't see or hear the change, and whether others see it too
   * @param frameRate in frames per second; NaN if it isn't known
   * @param intent see playbackIntent.js
   */
  constructor(media, { frame, tell, preferences, frameRate = NaN, intent }) {
    this.#media = media;
    this.#frame = frame;
    this.#tell = tell;
    this.#preferences = preferences;
    this.#frameRate = frameRate;
    this.#intent = intent;
    media.volume = Math.min(1, Math.max(0, preferences.get("volume", 1)));
    media.muted = preferences.get("muted", false);
    const speed = preferences.get("speed", 1);
    if (SPEEDS.includes(speed)) this.#applySpeed(speed);
  }

  togglePlay() {
    this.#tell(this.#intent.toggle() ? "Playing" : "Paused", { seen: false });
  }

  /** Moves by seconds, forward or back, within the video. */
  seekBy(seconds) {
    this.seekTo(this.#media.currentTime + seconds);
    this.#tell(`${seconds > 0 ? "Forward" : "Back"} ${Math.abs(seconds)} seconds`);
  }

  seekTo(seconds) {
    const { duration } = this.#media;
    this.#media.currentTime = Math.max(0, Number.isFinite(duration) ? Math.min(seconds, duration) : seconds);
  }

  /** @param share of the video, from 0 to 1 */
  seekToShare(share) {
    const { duration } = this.#media;
    if (!Number.isFinite(duration)) return;
    this.seekTo(duration * share);
    this.#tell(`${Math.round(share * 100)}%`);
  }

  /** @param direction 1 or -1 */
  stepFrame(direction) {
    if (!this.#media.paused) return;
    const frame = this.#frameRate > 0 ? 1 / this.#frameRate : FRAME;
    this.seekTo(this.#media.currentTime + direction * frame);
  }

  setSpeed(speed) {
    this.#applySpeed(speed);
    this.#preferences.set("speed", speed);
    this.#tell(`Speed: ${speedLabel(speed)}`);
  }

  /** @param direction 1 or -1 */
  changeSpeed(direction) {
    const next = SPEEDS.filter((speed) => (speed - this.#media.playbackRate) * direction > 0);
    this.setSpeed(next.at(direction > 0 ? 0 : -1) ?? this.#media.playbackRate);
  }

  toggleMute() {
    const media = this.#media;
    media.muted = !media.muted && media.volume > 0;
    if (!media.muted && media.volume === 0) media.volume = 0.5;
    this.#rememberVolume();
  }

  /** @param volume from 0 to 1 */
  setVolume(volume) {
    this.#media.volume = Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100;
    this.#media.muted = false;
    this.#rememberVolume();
  }

  /** @param direction 1 or -1 */
  changeVolume(direction) {
    this.setVolume((this.#media.muted ? 0 : this.#media.volume) + direction * VOLUME_STEP);
  }

  async togglePictureInPicture() {
    if (!document.pictureInPictureEnabled) return;
    const leave = document.pictureInPictureElement === this.#media;
    // The browser refuses before the metadata has arrived, and for a video without a picture.
    await (leave ? document.exitPictureInPicture() : this.#media.requestPictureInPicture()).catch(() => this.#tell("Picture in picture isn’t available"));
  }

  async toggleFullscreen() {
    if (document.fullscreenElement) return document.exitFullscreen();
    if (this.#frame.requestFullscreen) return this.#frame.requestFullscreen().catch(() => this.#tell("Full screen isn’t available"));
    // On an iPhone only the video itself can be full screen.
    this.#media.webkitEnterFullscreen?.();
  }

  /** A new source begins with the default speed, so both are set. */
  #applySpeed(speed) {
    this.#media.defaultPlaybackRate = speed;
    this.#media.playbackRate = speed;
  }

  #rememberVolume() {
    const { muted, volume } = this.#media;
    this.#preferences.set("muted", muted);
    this.#preferences.set("volume", volume);
    this.#tell(muted ? "Muted" : `Volume: ${Math.round(volume * 100)}%`);
  }
}
