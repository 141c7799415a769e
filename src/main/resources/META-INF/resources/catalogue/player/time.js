import { format } from "../../web/format.js";

/** A position as players show it, in whole seconds that have passed: 1:30. */
export function clockTime(seconds) {
  return format.playerTime(Math.floor(Math.max(0, seconds) || 0) * 1000);
}

/** A position for screen readers: 1 minute 30 seconds. */
export function spokenTime(seconds) {
  const whole = Math.floor(Math.max(0, seconds) || 0);
  const parts = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor((whole % 3600) / 60), "minute"],
    [whole % 60, "second"],
  ].filter(([count]) => count > 0);
  if (parts.length === 0) return "0 seconds";
  return parts.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
}
