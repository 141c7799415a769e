const BOXES = "input[type=checkbox][name=id]";

/**
 * The selection in a list with a checkbox in each item: all of the page at once, ranges with Shift, nothing with Escape,
 * and Enter moves the focus to the bar that changes the selected items.
 * It looks for the checkboxes when it needs them, because live updates add, replace and remove items.
 */
export class Selection {
  #root;
  /** The value of the checkbox where a range begins. */
  #anchor = null;
  #shift = false;

  /** @param root contains the checkboxes, and optionally #select-all, .bulk-bar, .bulk-count,
   *     [data-selection-status] for screen readers, and [data-clear] */
  constructor(root) {
    this.#root = root;
    for (const type of ["pointerdown", "keydown", "keyup"]) {
      root.addEventListener(type, (event) => (this.#shift = event.shiftKey), { capture: true });
    }
    // Shift and Tab lead to another checkbox, but begin no range.
    root.addEventListener("focusin", () => (this.#shift = false));
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
    const disappears = document.activeElement?.closest(".bulk-bar, .to-bulk-bar");
    this.#boxes.forEach((box) => (box.checked = false));
    this.#anchor = null;
    this.refresh();
    if (disappears) this.#all?.focus();
  }

  /** Shows what is selected now. */
  refresh() {
    const selected = this.#selected.length;
    const count = this.#root.querySelector(".bulk-count");
    if (count) count.textContent = selected === 0 ? "" : `${selected} selected`;
    this.#announce(selected);
    const all = this.#all;
    if (!all) return;
    all.checked = selected > 0 && selected === this.#boxes.length;
    all.indeterminate = selected > 0 && !all.checked;
  }

  /** The bar is hidden while nothing is selected, and what appears together with its text is often not read out. */
  #announce(selected) {
    const status = this.#root.querySelector("[data-selection-status]");
    const text = selected > 0 ? `${selected} selected` : status?.textContent && "Nothing selected";
    if (status && text !== status.textContent) status.textContent = text;
  }

  #onKey(event) {
    if (event.key === "Escape" && this.#selected.length > 0) this.clear();
    if (event.key === "Enter" && event.target.matches(BOXES)) this.#onEnter(event);
  }

  #onEnter(event) {
    // It would send the form.
    event.preventDefault();
    if (this.#selected.length > 0) this.#root.querySelector(".bulk-bar")?.focus();
  }

  #onChange(target) {
    if (target === this.#all) this.#boxes.forEach((box) => (box.checked = target.checked));
    else if (target.matches(BOXES)) this.#onBox(target);
    else return;
    this.refresh();
    // The bar has appeared, and may be above it.
    target.closest("label")?.scrollIntoView({ block: "nearest" });
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
