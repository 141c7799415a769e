import { format } from "../../web/format.js";

/** A start time as people write it: 90, 90s, 1m30s, 1h2m3s. */
const UNITS = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,7}(?:\.\d{1,3})?)s?)?$/;
/** A start time as players show it: 1:30, 1:02:03. */
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/;

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

/** Parses the start time of a link. Returns seconds; null if it isn't one. */
export function parseStartTime(text) {
  const trimmed = (text ?? "").trim().toLowerCase();
  const [matched, hours = 0, minutes = 0, seconds = 0] = CLOCK.exec(trimmed) ?? UNITS.exec(trimmed) ?? [];
  return matched ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) : null;
}
