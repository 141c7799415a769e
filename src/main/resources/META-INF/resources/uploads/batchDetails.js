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

function filesText(count) {
  return count === 1 ? "1 file" : `${count} files`;
}

function failureText(failed, count) {
  const saved = count - failed;
  return `Saved for ${saved} of ${filesText(count)}. The other ${failed === 1 ? "card says" : "cards say"} why. Apply the details again to save the rest.`;
}

/** A form that sets title, description, tags and visibility of all files in the list, and of those that are added later. */
export class BatchDetails {
  #elements;
  #cards;
  #announce;
  #applied = null;
  #lastNumber = 0;
  #attempt = 0;

  /**
   * @param elements {section, form, pattern, description, visibility, tags, result}
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
    // Not the place in the list, because a file before it may have been removed.
    this.#lastNumber += 1;
    this.#apply(card, this.#lastNumber, this.#lastNumber);
  }

  async #applyToAll() {
    const { pattern, description, visibility, tags, result } = this.#elements;
    const details = {
      pattern: pattern.value.trim(),
      description: description.value.trim(),
      visibility: visibility.value,
      tags: tags.value.trim(),
    };
    const attempt = (this.#attempt += 1);
    this.#applied = Object.values(details).some(Boolean) ? details : null;
    if (!this.#applied) {
      return this.#tell("Enter a title, a description or tags, or choose a visibility.", result);
    }
    const cards = this.#cards();
    this.#lastNumber = cards.length;
    result.textContent = "Saving…";
    const saved = await Promise.all(cards.map((card, index) => this.#apply(card, index + 1, cards.length)));
    if (attempt !== this.#attempt) return;
    const failed = saved.filter((isSaved) => !isSaved).length;
    const later = details.pattern.includes(NUMBER) ? "the same details and the next numbers" : "the same details";
    this.#tell(failed ? failureText(failed, cards.length) : `Applied to ${filesText(cards.length)}. Files that you add later get ${later}.`, result);
  }

  // Empty fields keep what each file has. Resolves with whether the details are saved.
  #apply(card, number, count) {
    const { pattern, description, visibility, tags } = this.#applied;
    return card.setDetails({
      title: pattern ? titleFrom(pattern, { name: card.fileTitle, number, count }) || undefined : undefined,
      description: description || undefined,
      visibility: visibility || undefined,
      tags: tags || undefined,
    });
  }

  #tell(text, result) {
    result.textContent = text;
    this.#announce(text);
  }
}
