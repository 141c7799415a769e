/**
 * The rows of the listing, one of which is current: the one that has the focus, or had it last. It is found by its id each
 * time, because live updates add, replace and remove rows.
 */
export class ListingRows {
  #root;
  #current = null;

  /** @param root contains the rows: elements with the id of a video in `data-row` */
  constructor(root) {
    this.#root = root;
    root.addEventListener("focusin", ({ target }) => {
      const row = target.closest("[data-row]");
      if (row) this.#current = row.dataset.row;
    });
  }

  /** The current row, or null. */
  get current() {
    return this.#rows.find((row) => row.dataset.row === this.#current) ?? null;
  }

  /** Makes the next row (1) or the one before (-1) current, and gives it the focus. Returns it; null at the end. */
  move(step) {
    const rows = this.#rows;
    const index = rows.indexOf(this.current);
    // Without a current row, both directions lead to the first one.
    const row = index < 0 ? rows[0] : rows[index + step];
    if (!row) return null;
    this.#current = row.dataset.row;
    linkOf(row).focus();
    row.scrollIntoView({ block: "nearest" });
    return row;
  }

  /** Selects the current row or not, as a click on its checkbox does. */
  toggle() {
    this.current?.querySelector("input[type=checkbox][name=id]")?.click();
  }

  /** Makes a row current, if it is still there, and gives it the focus. */
  focus(id) {
    this.#current = id;
    const row = this.current;
    if (row) linkOf(row).focus();
  }

  get #rows() {
    return [...this.#root.querySelectorAll("[data-row]")];
  }
}

function linkOf(row) {
  return row.querySelector("[data-inspect]");
}
