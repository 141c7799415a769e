import { Selection } from "./selection.js";

const selection = new Selection(document.querySelector("[data-live]"));
// The browser may restore the checkboxes of a page that was visited before.
window.addEventListener("pageshow", () => selection.refresh());

// Only what was chosen belongs into the address.
document.getElementById("video-search")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
