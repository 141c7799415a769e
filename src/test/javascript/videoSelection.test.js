import { selectVideos } from "/admin/selection.js";
import { LiveParts } from "/web/liveParts.js";
import { assertEquals, test } from "./harness.js";

const row = (id) =>
  `<li data-part="${id}" data-row="${id}"><label class="select"><input type="checkbox" name="id" value="${id}"></label></li>`;
const html = (ids) => `
  <ul data-live-list>${ids.map(row).join("")}</ul>
  <form class="bulk-bar" id="bulk">
    <input type="hidden" name="page" value="${ids}">
    <select id="bulk-scope" name="scope"><option value="rows">Selected rows</option><option value="page">All ${ids.length} on this page</option></select>
    <button>Continue</button>
  </form>`;

function show(ids) {
  document.querySelector("[data-live]")?.remove();
  const root = document.createElement("div");
  root.dataset.live = "";
  root.innerHTML = html(ids);
  document.body.append(root);
  const parts = new LiveParts(root);
  selectVideos(root);
  root.addEventListener("submit", (event) => event.preventDefault());
  return {
    root,
    update(next) {
      const other = document.createElement("div");
      other.innerHTML = html(next);
      parts.update(other);
    },
    sent() {
      root.querySelector("#bulk").requestSubmit();
      return new FormData(root.querySelector("#bulk")).get("page");
    },
    label: () => root.querySelector("option[value=page]").textContent,
  };
}

test("all on this page are the rows that a live update has left", () => {
  const page = show(["a", "b"]);
  assertEquals([page.sent(), page.label()], ["a,b", "All 2 on this page"]);
  page.update(["d", "c", "a"]);
  assertEquals([page.sent(), page.label()], ["d,c,a", "All 3 on this page"]);
});

test("a checked row that left the page is not on it", () => {
  const page = show(["a", "b"]);
  page.root.querySelector("[value=b]").click();
  page.update(["c", "a"]);
  assertEquals(page.root.querySelectorAll("[data-row]").length, 3);
  assertEquals([page.sent(), page.label()], ["c,a", "All 2 on this page"]);
});

test("checking a row chooses the checked rows", () => {
  const page = show(["a", "b"]);
  const scope = page.root.querySelector("#bulk-scope");
  scope.value = "page";
  page.root.querySelector("[value=a]").click();
  assertEquals(scope.value, "rows");
});
