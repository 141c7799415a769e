const BOXES = "input[type=checkbox][name=id]";

/**
 * The selection in a list with a checkbox in each item: all of the page at once, ranges with Shift, nothing with Escape.
 * It looks for the checkboxes when it needs them, because live updates add, replace and remove items.
 */
export class Selection {
  #root;
  /** The value of the checkbox where a range begins. */
  #anchor = null;
  #shift = false;

  /** @param root contains the checkboxes, and optionally #select-all, .bulk-count and [data-clear] */
  constructor(root) {
    this.#root = root;
    for (const type of ["pointerdown", "keydown"]) root.addEventListener(type, (event) => (this.#shift = event.shiftKey), { capture: true });
    // Shift would select the text in between.
    root.addEventListener("mousedown", (event) => event.shiftKey && event.target.closest(".select") && event.preventDefault());
    root.addEventListener("change", ({ target }) => this.#onChange(target));
    root.addEventListener("click", ({ target }) => target.closest("[data-clear]") && this.clear());
    root.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("live-update", () => this.refresh());
    this.refresh();
  }

  /** Selects nothing, and moves the focus back into the list if its element disappears. */
  clear() {
    const inBar = this.#root.querySelector(".bulk-bar")?.contains(document.activeElement);
    this.#boxes.forEach((box) => (box.checked = false));
    this.#anchor = null;
    this.refresh();
    if (inBar) this.#all?.focus();
  }

  /** Shows what is selected now. */
  refresh() {
    const selected = this.#selected.length;
    const count = this.#root.querySelector(".bulk-count");
    if (count) count.textContent = selected === 0 ? "" : `${selected} selected`;
    const all = this.#all;
    if (!all) return;
    all.checked = selected > 0 && selected === this.#boxes.length;
    all.indeterminate = selected > 0 && !all.checked;
  }

  #onKey(event) {
    if (event.key === "Escape" && this.#selected.length > 0) this.clear();
    // It would send the form.
    if (event.key === "Enter" && event.target.matches(BOXES)) event.preventDefault();
  }

  #onChange(target) {
    if (target === this.#all) this.#boxes.forEach((box) => (box.checked = target.checked));
    else if (target.matches(BOXES)) this.#onBox(target);
    else return;
    this.refresh();
  }

  #onBox(box) {
    const boxes = this.#boxes;
    const from = boxes.findIndex(({ value }) => value === this.#anchor);
    if (this.#shift && from >= 0) {
      const to = boxes.indexOf(box);
      for (const other of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) other.checked = box.checked;
    }
    this.#anchor = box.value;
  }

  get #all() {
    return this.#root.querySelector("#select-all");
  }

  get #boxes() {
    return [...this.#root.querySelectorAll(BOXES)];
  }

  get #selected() {
    return this.#boxes.filter(({ checked }) => checked);
  }
}
