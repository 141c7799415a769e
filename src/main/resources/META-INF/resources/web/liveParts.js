import { localizeTimes } from "./localTimes.js";
import { discardInput, hasUnsavedInput } from "./unsavedInput.js";

/** Milliseconds for which an item that was added is marked. */
const MARKED_TIME = 4_000;

const PART = "[data-part]";
const LIST = "[data-live-list]";
/** A checkbox that stays checked when its part is replaced. */
const BOX = "input[type=checkbox][name]";
/** What a checked item says that is no longer in its list. */
const LEFT = ".live-left";

/**
 * The parts of a page that are replaced when they change:
 *
 * - `data-part="<name>"`: an element that is replaced; each name occurs once. If one with `data-reload` differs, the page is
 *   loaded again instead. Until then it stays as it is, because new parts would contradict what only a reload can change.
 * - `data-live-list`: its items are parts; items are also added and removed.
 *
 * What is checked stays checked, and in its list: an item that another page of the list has now, or that is gone, is last,
 * with a remark, until it isn't checked any more. After each update, the root gets the event `live-update`.
 *
 * Nothing changes under the visitor's hands: what has the focus, a selection or a pressed pointer is replaced when it has
 * no more, and lists get and lose no item while the pointer is over them. A button shows at once what waits for that.
 * A `details` element with an id stays open. The page isn't loaded again while the visitor watches a video.
 */
export class LiveParts {
  #root;
  #environment;
  /** Whether something waits that only a reload can show. */
  #awaitsReload = false;
  #button;
  /** The HTML of parts as the server sent it, because scripts change them. */
  #html = new WeakMap();
  #next = null;
  #reload = false;
  #pressed = false;

  constructor(root, environment = globalThis) {
    this.#root = root;
    this.#environment = environment;
    this.#remember(root);
    this.#button = this.#addButton();
    root.addEventListener("pointerdown", () => (this.#pressed = true));
    for (const event of ["pointerup", "pointercancel"]) {
      environment.addEventListener(event, () => {
        this.#pressed = false;
        this.#applyLater();
      });
    }
    root.addEventListener("focusout", () => this.#applyLater());
    root.addEventListener("pointerleave", () => this.#applyLater());
    // Of a video, whose events don't bubble.
    for (const type of ["ended", "playbackfailed"]) root.addEventListener(type, () => this.#applyLater(), { capture: true });
  }

  /** Whether there is a part with this name. */
  has(name) {
    return find(this.#root, name) !== null;
  }

  /** Replaces what differs in another version of the root, now or as soon as it doesn't disturb. */
  update(next) {
    localizeTimes(next);
    this.#next = next;
    this.#apply();
  }

  /** Loads the page again, as soon as it doesn't disturb. */
  requestReload() {
    this.#reload = true;
    this.#apply();
  }

  // After the event, when the next element has the focus.
  #applyLater() {
    if (this.#next || this.#reload) this.#environment.setTimeout(() => this.#apply());
  }

  #apply({ forced = false } = {}) {
    const checked = this.#checkedBoxes().map(keyOf);
    this.#awaitsReload = false;
    const done = this.#reload ? this.#applyReload(forced) : !this.#next || this.#merge(this.#next, forced);
    if (done) this.#next = null;
    this.#showButton(!done);
    for (const box of this.#root.querySelectorAll(BOX)) if (checked.includes(keyOf(box))) box.checked = true;
    this.#root.dispatchEvent(new Event("live-update"));
  }

  #showButton(shown) {
    const button = this.#button;
    button.hidden = !shown;
    const discards = this.#awaitsReload && this.#isEditing();
    const text = discards ? "Reload the page and discard what you entered" : "Show what’s new";
    if (button.textContent !== text) button.textContent = text;
  }

  #isEditing() {
    return this.#root.querySelector("details.edit[open]") !== null || hasUnsavedInput(this.#root);
  }

  #checkedBoxes() {
    return [...this.#root.querySelectorAll(BOX)].filter((box) => box.checked);
  }

  #applyReload(forced) {
    this.#awaitsReload = true;
    if (!forced && (this.#isUsed(this.#root) || this.#isEditing() || isWatched(this.#root))) return false;
    // The button's text says that the input is discarded.
    discardInput(this.#root);
    this.#environment.location.reload();
    return true;
  }

  /** Returns whether nothing waits. */
  #merge(next, forced) {
    const lists = [...this.#root.querySelectorAll(LIST)];
    const nextLists = [...next.querySelectorAll(LIST)];
    // An empty list has no element, but a text.
    if (lists.length !== nextLists.length) return this.#replaceAll(next, forced);
    const changed = [...this.#root.querySelectorAll(PART)]
      .map((part) => [part, find(next, part.dataset.part)])
      .filter(([part, other]) => other && this.#html.get(part) !== other.outerHTML);
    if (changed.some(([part]) => "reload" in part.dataset)) return this.#applyReload(forced);
    const results = [
      ...changed.map(([part, other]) => this.#replace(part, other, forced)),
      ...lists.map((list, index) => this.#mergeList(list, nextLists[index], forced)),
    ];
    return results.every(Boolean);
  }

  #replaceAll(next, forced) {
    if (!forced && (this.#isUsed(this.#root) || this.#root.matches(":hover"))) return false;
    this.#root.replaceChildren(this.#button.parentElement, ...[...next.childNodes].map((node) => this.#copy(node)));
    return true;
  }

  #replace(part, other, forced) {
    if (!forced && this.#isUsed(part)) return false;
    const copy = this.#copy(other);
    for (const { id } of part.querySelectorAll("details[id][open]")) {
      copy.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    }
    part.replaceWith(copy);
    return true;
  }

  #mergeList(list, other, forced) {
    const names = (items) => items.map((item) => item.dataset.part).join();
    const next = [...other.children];
    const left = [...list.children].filter((item) => !find(other, item.dataset.part) && item.querySelector(`${BOX}:checked`));
    if (names([...list.children]) === names([...next, ...left])) return markLeft(list, left);
    if (!forced && (this.#isUsed(list) || list.matches(":hover"))) return false;
    const items = new Map([...list.children].map((item) => [item.dataset.part, item]));
    list.replaceChildren(...next.map((item) => items.get(item.dataset.part) ?? this.#mark(this.#copy(item))), ...left);
    return markLeft(list, left);
  }

  #mark(item) {
    item.classList.add("just-added");
    this.#environment.setTimeout(() => item.classList.remove("just-added"), MARKED_TIME);
    return item;
  }

  #copy(node) {
    const copy = node.cloneNode(true);
    if (copy.nodeType === Node.ELEMENT_NODE) this.#remember(copy);
    return copy;
  }

  #remember(element) {
    const parts = [...element.querySelectorAll(PART)];
    if (element.matches(PART)) parts.push(element);
    parts.forEach((part) => this.#html.set(part, part.outerHTML));
  }

  #isUsed(element) {
    const { document } = this.#environment;
    const selection = document.getSelection();
    return (
      this.#pressed ||
      element.contains(document.activeElement) ||
      element.querySelector("dialog[open]") !== null ||
      (!selection.isCollapsed && selection.containsNode(element, true))
    );
  }

  /** The button has disappeared, and would leave the focus nowhere. */
  #focusNews() {
    const target = this.#root.querySelector(".just-added a[href]:not([tabindex='-1'])") ?? this.#root;
    if (target === this.#root) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  #addButton() {
    const { document } = this.#environment;
    const notice = document.createElement("div");
    notice.className = "live-notice";
    notice.ariaLive = "polite";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button primary";
    button.hidden = true;
    button.addEventListener("click", () => {
      this.#apply({ forced: true });
      this.#focusNews();
    });
    notice.append(button);
    this.#root.prepend(notice);
    return button;
  }
}

function keyOf({ name, value }) {
  return `${name}=${value}`;
}

/** Lets only these items of a list say that they are no longer in it. Returns true: nothing waits. */
function markLeft(list, items) {
  for (const text of list.querySelectorAll(LEFT)) if (!items.includes(text.parentElement)) text.remove();
  for (const item of items.filter((item) => !item.querySelector(LEFT))) {
    const text = document.createElement("p");
    text.className = "live-left small muted";
    text.textContent = "No longer on this page";
    item.append(text);
  }
  return true;
}

/**
 * Whether a video was started, and has neither ended nor failed permanently. A reload would lose the position, also of a paused
 * one. What was played is forgotten when the source is loaded again, but not the position.
 */
function isWatched(root) {
  return [...root.querySelectorAll("video:not([data-failed])")].some(
    ({ played, currentTime, ended }) => (played.length > 0 || currentTime > 0) && !ended,
  );
}

function find(parent, name) {
  return parent.querySelector(`[data-part="${CSS.escape(name)}"]`);
}
