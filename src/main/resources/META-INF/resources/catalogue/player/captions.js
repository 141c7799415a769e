const OFF = "";

/** The captions of the video, and which are shown. */
export class Captions {
  #media;
  #tell;
  #preferences;
  #onChange;
  #language = OFF;
  #lastLanguage = OFF;

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

  #show(language) {
    this.#language = language;
    this.#lastLanguage = language || this.#lastLanguage;
    for (const { srclang, track } of this.#elements()) {
      const mode = srclang === language ? "showing" : "disabled";
      if (track.mode !== mode) track.mode = mode;
    }
    this.#onChange(language);
  }

  #known(language) {
    return language === OFF || this.#elements().some(({ srclang }) => srclang === language) ? language : undefined;
  }

  #elements() {
    return [...this.#media.querySelectorAll("track")];
  }
}
