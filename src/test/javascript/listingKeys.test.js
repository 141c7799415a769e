import { arrangeColumns } from "/admin/columns.js";
import { Drawer } from "/admin/drawer.js";
import { actionOf } from "/admin/listingKeys.js";
import { ListingRows } from "/admin/listingRows.js";
import { assertEquals, test } from "./harness.js";

const ON_PAGE = { drawerOpen: false, singleKeys: true };

function element(html) {
  const parent = document.createElement("div");
  parent.innerHTML = html;
  document.body.append(parent);
  return parent.firstElementChild;
}

function listing(...ids) {
  const rows = ids.map((id) => `<tr data-row="${id}"><td><input type="checkbox" name="id" value="${id}"><a href="#${id}" data-inspect="${id}">${id}</a></td></tr>`);
  const table = element(`<table><tbody>${rows.join("")}</tbody></table>`);
  return { table, rows: new ListingRows(table) };
}

const press = (key, where = ON_PAGE, more = {}) => actionOf({ key, target: document.body, ...more }, where);

test("has keys for rows, pages and the search", () => {
  assertEquals(["j", "k", "o", "x", "n", "p", "/", "?"].map((key) => press(key)), ["next", "previous", "inspect", "select", "nextPage", "previousPage", "search", "help"]);
  assertEquals([press("a"), press("Enter")], [null, null]);
});

test("leaves the page alone while the drawer is open", () => {
  const where = { drawerOpen: true, singleKeys: true };
  assertEquals(["j", "k", "o", "n", "/", "x"].map((key) => press(key, where)), ["next", "previous", "close", null, null, null]);
  assertEquals([press("j", where, { repeat: true }), press("j", ON_PAGE, { repeat: true })], [null, "next"]);
});

test("leaves keys to fields, to the browser and to people who don’t want them", () => {
  for (const html of ["<input>", "<input type=search>", "<select></select>", "<textarea></textarea>"]) {
    assertEquals(press("j", ON_PAGE, { target: element(html) }), null);
  }
  assertEquals(press("j", ON_PAGE, { target: element("<input type=checkbox>") }), "next");
  assertEquals([press("j", ON_PAGE, { ctrlKey: true }), press("j", { drawerOpen: false, singleKeys: false })], [null, null]);
});

test("moves through the rows and stops at the ends", () => {
  const { rows } = listing("a", "b", "c");
  const moves = [1, 1, 1, 1, -1].map((step) => rows.move(step)?.dataset.row ?? null);
  assertEquals(moves, ["a", "b", "c", null, "b"]);
  assertEquals(document.activeElement.dataset.inspect, "b");
});

test("keeps its row when others are added or replaced", () => {
  const { table, rows } = listing("a", "b");
  rows.move(1);
  const body = table.querySelector("tbody");
  body.prepend(listing("new").table.querySelector("tr"));
  assertEquals(rows.move(1).dataset.row, "b");
  rows.current.remove();
  assertEquals([rows.current, rows.move(-1).dataset.row], [null, "new"]);
});

test("gives a row the focus again", () => {
  const { rows } = listing("a", "b", "c");
  rows.move(1);
  rows.focus("c");
  assertEquals([document.activeElement.dataset.inspect, rows.move(-1).dataset.row], ["c", "b"]);
  rows.focus("gone");
  assertEquals(rows.current, null);
});

test("selects the current row", () => {
  const { table, rows } = listing("a", "b");
  rows.toggle();
  rows.move(1);
  rows.toggle();
  assertEquals([...table.querySelectorAll("input")].map((box) => box.checked), [true, false]);
});

test("the next video in the drawer doesn’t take the focus away with the one before", async () => {
  const dialog = element(`<dialog><h2 tabindex="-1"></h2><div class="drawer-body"></div></dialog>`);
  const page = '<main><div data-inspection="a"><button>Delete</button></div></main>';
  const drawer = new Drawer(dialog, { document, DOMParser, fetch: async () => new Response(page) });
  await drawer.show("/admin/videos/a", "A");
  dialog.querySelector("button").focus();

  await drawer.show("/admin/videos/b", "B");

  assertEquals([document.activeElement.tagName, document.activeElement.textContent], ["H2", "B"]);
  drawer.close();
});

test("tells where a column is after a move, and stops at the ends", () => {
  const list = element("<ul><li>Status</li><li>Format</li><li>Size</li></ul>");
  const status = element("<p></p>");
  arrangeColumns(list, status);
  const button = (label) => list.querySelector(`[aria-label="${label}"]`);
  const disabled = () => [...list.querySelectorAll("[aria-disabled=true]")].map((it) => it.ariaLabel);
  assertEquals(disabled(), ["Move Status to the left", "Move Size to the right"]);

  button("Move Size to the left").click();
  assertEquals(status.textContent, "Size, 2 of 3");
  button("Move Size to the left").click();
  button("Move Size to the left").click();

  assertEquals([status.textContent, disabled()], ["Size, 1 of 3", ["Move Size to the left", "Move Format to the right"]]);
});
