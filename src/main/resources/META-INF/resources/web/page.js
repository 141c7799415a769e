import { copy } from "./copy.js";
import { localTime } from "./times.js";

const SHOWN_FOR = 1_500;

for (const time of document.querySelectorAll("time[datetime]")) {
  const local = localTime(time.dateTime);
  if (!local) continue;
  time.title = time.textContent;
  time.textContent = local;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button[data-copy]");
  if (!button || !(await copy(button.dataset.copy))) return;
  const label = button.ariaLabel;
  button.dataset.copied = "";
  button.ariaLabel = "Copied";
  setTimeout(() => {
    delete button.dataset.copied;
    button.ariaLabel = label;
  }, SHOWN_FOR);
});
