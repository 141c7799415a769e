import { localizeTimes } from "./localTimes.js";
import { replaceBrokenPosters } from "./posterFallback.js";
import { submitOnce } from "./submitOnce.js";

/** Milliseconds for which a copy button shows that it has copied. */
const COPIED_TIME = 1_500;
const labels = new WeakMap();
const timers = new WeakMap();

localizeTimes(document);
replaceBrokenPosters(document);
submitOnce();

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button[data-copy]");
  if (!button) return;
  const text = button.dataset.copy;
  try {
    // It exists only on https and localhost, and the browser may refuse.
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copySelection(text)) return prompt("Not copied:", text);
  }
  // A second click must not take "Copied" for the label.
  const label = "copied" in button.dataset ? labels.get(button) : button.ariaLabel;
  labels.set(button, label);
  button.dataset.copied = "";
  button.ariaLabel = "Copied";
  clearTimeout(timers.get(button));
  timers.set(
    button,
    setTimeout(() => {
      delete button.dataset.copied;
      button.ariaLabel = label;
    }, COPIED_TIME),
  );
});

/** Copies text in the old way; returns whether that worked. */
function copySelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  // Everything outside of an open dialog is inert.
  (focused?.closest("dialog") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
