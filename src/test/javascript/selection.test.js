import { Selection } from "/catalogue/selection.js";
import { LiveParts } from "/web/liveParts.js";
import { assertEquals, test } from "./harness.js";

const VALUES = ["a", "b", "c", "d", "e"];

const item = (value) => `<li data-part="${value}"><label class="select"><input type="checkbox" name="id" value="${value}"></label></li>`;
const html = (values) => `
  <input type="checkbox" id="select-all">
  <ul data-live-list>${values.map(item).join("")}</ul>
  <form class="bulk-bar"><p class="bulk-count"></p><button type="button" data-clear>Clear</button></form>`;

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

test("Enter in a checkbox doesn't send the form", () => {
  const { box } = show();
  const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  box("a").dispatchEvent(enter);
  assertEquals(enter.defaultPrevented, true);
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
  assertEquals([selected(), count()], ["b", "1 selected"]);
});
