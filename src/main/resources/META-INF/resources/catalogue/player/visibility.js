/** Milliseconds without a movement after which the controls of a playing video disappear. */
const IDLE_TIME = 2_500;

/** After a tap, touch screens treat an element as hovered until the next tap elsewhere. */
const HOVER = matchMedia("(hover: hover)");
const HOVERED = ".player-bar:hover";
const FOCUSED = ".player-bar :focus-visible";

/** Hides the controls while the video plays and nobody needs them: never while they have the focus or a menu is open. */
export class ControlsVisibility {
  #media;
  #frame;
  #isBusy;
  #timer = null;

  /** @param isBusy returns whether the controls must stay, for example because a menu is open */
  constructor(media, frame, { isBusy }) {
    this.#media = media;
    this.#frame = frame;
    this.#isBusy = isBusy;
    for (const type of ["pause", "play", "ended", "seeking", "emptied"]) media.addEventListener(type, () => this.show());
    for (const type of ["focusin", "keydown"]) frame.addEventListener(type, () => this.show());
    frame.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.show());
    frame.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.#hideSoon(0));
    this.show();
  }

  get visible() {
    return !this.#frame.classList.contains("idle");
  }

  show() {
    this.#frame.classList.remove("idle");
    this.#hideSoon(IDLE_TIME);
  }

  hide() {
    if (!this.visible || this.#mustStay()) return;
    this.#frame.classList.add("idle");
  }

  #hideSoon(time) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A pointer that rests on the controls, or a focus, may leave them without an event here.
      if (this.#mustStay()) this.#hideSoon(IDLE_TIME);
      else this.hide();
    }, time);
  }

  #mustStay() {
    const { paused, ended } = this.#media;
    return paused || ended || this.#isBusy() || this.#frame.querySelector(HOVER.matches ? `${HOVERED}, ${FOCUSED}` : FOCUSED) !== null;
  }
}
