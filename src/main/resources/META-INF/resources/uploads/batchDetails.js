/** Replaced in the pattern of titles. */
const NAME = "{name}";
const NUMBER = "{number}";

/** From this number of files on, the form is offered. */
const OFFERED_FROM = 2;

/**
 * The title of one of several files: `{name}` in the pattern becomes its name without the extension, `{number}` its
 * number with as many digits as the number of the last file.
 */
export function titleFrom(pattern, { name, number, count }) {
  const digits = String(count).length;
  return pattern
    .replaceAll(NUMBER, () => String(number).padStart(digits, "0"))
    .replaceAll(NAME, () => name)
    .trim();
}

/** A form that sets title, description and visibility of all files in the list, and of those that are added later. */
export class BatchDetails {
  #elements;
  #cards;
  #announce;
  #applied = null;

  /**
   * @param elements {section, form, pattern, description, visibility, result}
   * @param cards returns the cards that can be changed, in the order of the list
   * @param announce has a text read out by screen readers
   */
  constructor(elements, { cards, announce }) {
    this.#elements = elements;
    this.#cards = cards;
    this.#announce = announce;
    elements.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#applyToAll();
    });
  }

  /** Call this when the number of files has changed. */
  refresh(count) {
    this.#elements.section.hidden = count < OFFERED_FROM && !this.#applied;
  }

  /** Sets the details of a file that was added after the others, if there are any for all files. */
  applyTo(card) {
    if (!this.#applied) return;
    const cards = this.#cards();
    this.#apply(card, cards.indexOf(card) + 1, cards.length);
  }

  #applyToAll() {
    const { pattern, description, visibility, result } = this.#elements;
    this.#applied = { pattern: pattern.value.trim(), description: description.value.trim(), visibility: visibility.value };
    if (!Object.values(this.#applied).some(Boolean)) {
      this.#applied = null;
      return this.#tell("Enter a title or a description, or choose a visibility.", result);
    }
    const cards = this.#cards();
    cards.forEach((card, index) => this.#apply(card, index + 1, cards.length));
    const files = cards.length === 1 ? "1 file" : `${cards.length} files`;
    this.#tell(`Applied to ${files}. Files that you add later get the same details.`, result);
  }

  // Empty fields keep what each file has.
  #apply(card, number, count) {
    const { pattern, description, visibility } = this.#applied;
    card.setDetails({
      title: pattern ? titleFrom(pattern, { name: card.fileTitle, number, count }) || undefined : undefined,
      description: description || undefined,
      visibility: visibility || undefined,
    });
  }

  #tell(text, result) {
    result.textContent = text;
    this.#announce(text);
  }
}
