import { Drawer } from "./drawer.js";
import { ListingRows } from "./listingRows.js";

const SETTING = "slipway.listing.singleKeys";
const TEXT_FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])";

/**
 * What a key does on the page of the listing; null if the key belongs to the element that has the focus, to the browser or
 * to nobody.
 *
 * @param drawerOpen whether the drawer is open, so that only keys that concern its video do something
 */
export function actionOf({ key, ctrlKey, altKey, metaKey, isComposing, repeat, target }, { drawerOpen, singleKeys }) {
  // Each video in the drawer is a request.
  if (drawerOpen && repeat) return null;
  if (!singleKeys || ctrlKey || altKey || metaKey || isComposing || target?.matches?.(TEXT_FIELDS)) return null;
  if (key === "j") return "next";
  if (key === "k") return "previous";
  if (drawerOpen) return key === "o" ? "close" : null;
  return { o: "inspect", x: "select", n: "nextPage", p: "previousPage", "/": "search", "?": "help" }[key] ?? null;
}

/**
 * Starts the keys and the drawer of the page.
 *
 * @param root contains the rows
 */
export function listenToKeys(root, environment = globalThis) {
  const { document, localStorage } = environment;
  const rows = new ListingRows(root);
  const drawer = new Drawer(document.getElementById("drawer"), environment);
  const help = document.getElementById("listing-keys");
  const setting = help.querySelector("input");

  const search = document.getElementById("q");
  let inspected = null;

  const inspect = (row) => {
    const link = row?.querySelector("[data-inspect]");
    if (!link) return;
    inspected = row.dataset.row;
    drawer.show(link.href, link.dataset.inspect);
  };
  const move = (step) => {
    const row = rows.move(step);
    if (drawer.open) inspect(row);
  };
  const actions = {
    next: () => move(1),
    previous: () => move(-1),
    inspect: () => inspect(rows.current),
    close: () => drawer.close(),
    select: () => rows.toggle(),
    nextPage: () => document.querySelector(".pager a[rel=next]")?.click(),
    previousPage: () => document.querySelector(".pager a[rel=prev]")?.click(),
    search: () => {
      search.focus();
      search.select();
    },
    help: () => help.showModal(),
  };

  setting.checked = localStorage.getItem(SETTING) !== "off";
  setting.addEventListener("change", () => localStorage.setItem(SETTING, setting.checked ? "on" : "off"));
  // A live update can replace the button.
  root.addEventListener("click", ({ target }) => target.closest("#show-keys") && help.showModal());
  for (const button of document.querySelectorAll("[data-move]")) button.addEventListener("click", () => move(Number(button.dataset.move)));
  // The browser gives the focus back to the row from which the drawer was opened.
  document.getElementById("drawer").addEventListener("close", () => rows.focus(inspected));
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-inspect]");
    // Another window or tab was asked for, or the link was pressed with another button.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    inspect(link.closest("[data-row]"));
  });
  document.addEventListener("keydown", (event) => {
    const other = document.querySelector("dialog[open]:not(#drawer)");
    if (event.defaultPrevented || other) return;
    const action = actionOf(event, { drawerOpen: drawer.open, singleKeys: setting.checked });
    if (!action) return;
    event.preventDefault();
    actions[action]();
  });
}
