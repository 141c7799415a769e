import { Selection } from "/catalogue/selection.js";
import { LiveParts } from "/web/liveParts.js";
import { assertEquals, test } from "./harness.js";

const VALUES = ["a", "b", "c", "d", "e"];

const item = (value) => `<li data-part="${value}"><label class="select"><input type="checkbox" name="id" value="${value}"></label></li>`;
const html = (values) => `
  <input type="checkbox" id="select-all">
  <ul data-live-list>${values.map(item).join("")}</ul>
  <p data-selection-status></p>
  <form class="bulk-bar" tabindex="-1"><p class="bulk-count"></p><button type="button" data-clear>Clear</button></form>`;

function show(values = VALUES) {
  document.querySelector("[data-live]")?.remove();
  const root = document.createElement("div");
  root.dataset.live = "";
  root.innerHTML = html(values);
  document.body.append(root);
  const parts = new LiveParts(root);
  new Selection(root);
  const all = root.querySelector("#select-all");
  const box = (value) => root.querySelector(`[value=${value}]`);
  return {
    root,
    parts,
    all,
    box,
    toggle(target, shiftKey = false) {
      target.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, shiftKey }));
      window.dispatchEvent(new PointerEvent("pointerup"));
      target.click();
    },
    selected: () => VALUES.filter((value) => box(value)?.checked).join(""),
    status: () => root.querySelector("[data-selection-status]").textContent,
    count: () => root.querySelector(".bulk-count").textContent,
  };
}

test("one checkbox selects all of the page, and none", () => {
  const { all, toggle, selected, count } = show();
  toggle(all);
  assertEquals([selected(), count()], ["abcde", "5 selected"]);
  toggle(all);
  assertEquals([selected(), count()], ["", ""]);
});

test("the checkbox for all says whether some, all or none are selected", () => {
  const { all, box, toggle } = show(["a", "b"]);
  toggle(box("a"));
  assertEquals([all.checked, all.indeterminate], [false, true]);
  toggle(box("b"));
  assertEquals([all.checked, all.indeterminate], [true, false]);
});

test("Shift selects and deselects a range, in both directions", () => {
  const { box, toggle, selected } = show();
  toggle(box("d"));
  toggle(box("b"), true);
  assertEquals(selected(), "bcd");
  toggle(box("c"), true);
  assertEquals(selected(), "d");
});

test("Shift without a beginning selects one", () => {
  const { box, toggle, selected } = show();
  toggle(box("c"), true);
  assertEquals(selected(), "c");
});

test("Escape and the button select nothing, and the focus stays on the page", () => {
  const { root, all, box, toggle, selected } = show();
  toggle(box("a"));
  box("a").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  assertEquals(selected(), "");
  toggle(box("b"));
  const button = root.querySelector("[data-clear]");
  button.focus();
  button.click();
  assertEquals([selected(), document.activeElement === all], ["", true]);
});

test("Enter in a checkbox leads to the bar, and doesn't send the form", () => {
  const { root, box, toggle } = show();
  const pressEnter = () => {
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    box("a").focus();
    box("a").dispatchEvent(enter);
    return [enter.defaultPrevented, document.activeElement === root.querySelector(".bulk-bar")];
  };
  assertEquals(pressEnter(), [true, false]);
  toggle(box("a"));
  assertEquals(pressEnter(), [true, true]);
});

test("Shift with Tab begins no range", () => {
  const { box, toggle, selected } = show();
  toggle(box("d"));
  box("c").dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", shiftKey: true, bubbles: true }));
  box("a").focus();
  // A screen reader clicks without a key or a pointer.
  box("a").click();
  assertEquals(selected(), "ad");
  box("a").dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", shiftKey: true, bubbles: true }));
  box("a").dispatchEvent(new KeyboardEvent("keyup", { key: "Shift", shiftKey: false, bubbles: true }));
  box("b").click();
  box("e").click();
  assertEquals(selected(), "abde");
});

test("screen readers hear how many are selected, also when none is any more", () => {
  const { box, toggle, status } = show();
  assertEquals(status(), "");
  toggle(box("a"));
  assertEquals(status(), "1 selected");
  toggle(box("a"));
  assertEquals(status(), "Nothing selected");
});

test("Escape on the link to the bar doesn’t lose the focus", () => {
  const { root, all, box, toggle, selected } = show();
  root.insertAdjacentHTML("afterbegin", '<a class="to-bulk-bar" href="#bulk">Actions</a>');
  const link = root.querySelector("a");
  toggle(box("a"));
  link.focus();
  link.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  assertEquals([selected(), document.activeElement === all], ["", true]);
});

test("a live update keeps the selection and counts it again", () => {
  const { parts, box, toggle, selected, count } = show(["a", "b", "c"]);
  toggle(box("a"));
  toggle(box("b"));
  const before = box("b");
  const next = document.createElement("div");
  next.innerHTML = html(["d", "b", "c"]).replace("<label", "<b>New</b><label");
  next.querySelector("[data-part=b]").append("changed");

  parts.update(next);

  assertEquals(box("b") === before, false);
  assertEquals([selected(), count()], ["ab", "2 selected"]);
});
