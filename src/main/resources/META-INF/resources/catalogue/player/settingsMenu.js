/**
 * A menu with a page for each setting. A setting has a title, options() with value and label, current() and
 * select(value); or it is a command with a title and run(). Settings without a choice aren't listed.
 */
export class SettingsMenu {
  #button;
  #menu;
  #settings;

  constructor(button, menu, settings) {
    this.#button = button;
    this.#menu = menu;
    this.#settings = settings;
    button.addEventListener("click", () => (this.isOpen ? this.close() : this.#open()));
    menu.addEventListener("keydown", (event) => this.#handleKey(event));
    document.addEventListener("pointerdown", ({ target }) => {
      if (this.isOpen && !menu.contains(target) && !button.contains(target)) this.close({ keepFocus: true });
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !menu.contains(relatedTarget) && relatedTarget !== button) this.close({ keepFocus: true });
    });
  }

  get isOpen() {
    return !this.#menu.hidden;
  }

  /** @param keepFocus whether the focus is already where it belongs */
  close({ keepFocus = false } = {}) {
    if (!this.isOpen) return;
    this.#menu.hidden = true;
    this.#button.ariaExpanded = "false";
    if (!keepFocus) this.#button.focus();
  }

  #open() {
    this.#menu.hidden = false;
    this.#button.ariaExpanded = "true";
    this.#showSettings();
  }

  #showSettings(focused = 0) {
    const listed = this.#settings.filter((setting) => setting.run || setting.options().length > 1);
    const items = listed.map((setting, index) => {
      if (setting.run) return item("menuitem", setting.title, () => this.#run(setting));
      const value = setting.options().find(({ value }) => value === setting.current())?.label ?? "";
      const entry = item("menuitem", setting.title, () => this.#showOptions(setting, index), value);
      entry.ariaHasPopup = "menu";
      return entry;
    });
    this.#show("Settings", items, focused);
  }

  #showOptions(setting, index) {
    const current = setting.current();
    const options = setting.options();
    const items = options.map(({ value, label }) => {
      const entry = item("menuitemradio", label, () => {
        setting.select(value);
        this.close();
      });
      entry.ariaChecked = String(value === current);
      return entry;
    });
    const back = item("menuitem", setting.title, () => this.#showSettings(index));
    back.classList.add("player-menu-back");
    back.ariaLabel = `${setting.title}: back to settings`;
    this.#show(setting.title, [back, ...items], 1 + Math.max(0, options.findIndex(({ value }) => value === current)));
  }

  #run(setting) {
    this.close();
    setting.run();
  }

  #show(label, items, focused) {
    this.#menu.ariaLabel = label;
    this.#menu.replaceChildren(...items);
    items[focused].focus();
  }

  #handleKey(event) {
    const items = [...this.#menu.children];
    const index = items.indexOf(document.activeElement);
    const focus = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    const isSetting = items[index]?.ariaHasPopup === "menu";
    const back = items.find((entry) => entry.classList.contains("player-menu-back"));
    if (focus !== undefined) items[focus].focus();
    else if (event.key === "ArrowRight" && isSetting) items[index].click();
    else if (event.key === "ArrowLeft" && back) back.click();
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab") return this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function item(role, label, run, value) {
  const entry = document.createElement("button");
  entry.type = "button";
  entry.className = "player-menu-item";
  entry.role = role;
  entry.tabIndex = -1;
  entry.append(span(label));
  if (value !== undefined) entry.append(span(value));
  entry.addEventListener("click", run);
  return entry;
}

function span(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}
