import { Selection } from "./selection.js";

const selection = new Selection(document.querySelector("[data-live]"));
// The browser may restore the checkboxes of a page that was visited before.
window.addEventListener("pageshow", () => selection.refresh());

// What happened before is not said again when the page is loaded again or visited from the history.
const address = new URL(location);
const outcomes = ["trashed", "restored", "deleted", "emptied", "edited", "failed", "skipped", "selected"].filter((name) => address.searchParams.has(name));
outcomes.forEach((name) => address.searchParams.delete(name));
if (outcomes.length > 0) history.replaceState(history.state, "", address);

// Only what was chosen belongs into the address.
document.getElementById("video-search")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
