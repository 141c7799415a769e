import { format } from "./format.js";

/** Shows the times below an element in the visitor's time zone, with the server's text as a tooltip. */
export function localizeTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const localTime = format.localTime(time.dateTime, "seconds" in time.dataset);
    if (!localTime) continue;
    // A time in words, such as "in 7 days", has the exact one in its title.
    if ("relative" in time.dataset) {
      time.title = localTime;
      continue;
    }
    time.title = time.textContent;
    time.textContent = localTime;
  }
}
