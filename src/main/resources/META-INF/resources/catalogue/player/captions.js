const OFF = "";
/** The line of captions above the control bar, counted from the bottom. */
const RAISED_LINE = -4;

/** The captions of the video: which are shown, and where. */
export class Captions {
  #media;
  #tell;
  #preferences;
  #onChange;
  #language = OFF;
  #lastLanguage = OFF;
  #raised = false;
  #raisedCues = new Set();

  /** @param onChange called after another language was chosen */
  constructor(media, { tell, preferences, onChange }) {
    this.#media = media;
    this.#tell = tell;
    this.#preferences = preferences;
    this.#onChange = onChange;
    const byDefault = this.#elements().find((element) => element.default)?.srclang ?? OFF;
    this.#show(this.#known(preferences.get("captions", byDefault)) ?? byDefault);
    // A new source, as after the renewal of the URL, lets the browser choose again.
    for (const type of ["loadstart", "loadedmetadata"]) media.addEventListener(type, () => this.#show(this.#language));
    for (const { track } of this.#elements()) track.addEventListener("cuechange", () => this.#placeCues());
  }

  /** All languages with their labels. */
  list() {
    return this.#elements().map(({ srclang, label }) => ({ value: srclang, label }));
  }

  /** The language that is shown; "" if captions are off. */
  current() {
    return this.#language;
  }

  select(language) {
    this.#preferences.set("captions", language);
    this.#show(language);
    const label = this.list().find(({ value }) => value === language)?.label;
    this.#tell(label ? `Captions: ${label}` : "Captions off");
  }

  toggle() {
    const languages = this.list();
    if (languages.length === 0) return this.#tell("This video has no captions");
    this.select(this.#language ? OFF : this.#lastLanguage || languages[0].value);
  }

  /** Moves captions above the control bar while that is shown. */
  raise(raised) {
    this.#raised = raised;
    this.#placeCues();
  }

  #show(language) {
    this.#language = language;
    this.#lastLanguage = language || this.#lastLanguage;
    for (const { srclang, track } of this.#elements()) {
      const mode = srclang === language ? "showing" : "disabled";
      if (track.mode !== mode) track.mode = mode;
    }
    this.#onChange(language);
  }

  /** Cues that have a line of their own stay there. */
  #placeCues() {
    for (const { track } of this.#elements()) {
      for (const cue of track.activeCues ?? []) {
        if (this.#raised && cue.line === "auto") {
          cue.line = RAISED_LINE;
          this.#raisedCues.add(cue);
        } else if (!this.#raised && this.#raisedCues.delete(cue)) cue.line = "auto";
      }
    }
  }

  #known(language) {
    return language === OFF || this.#elements().some(({ srclang }) => srclang === language) ? language : undefined;
  }

  #elements() {
    return [...this.#media.querySelectorAll("track")];
  }
}
