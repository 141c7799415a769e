const FORMAT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

/** A moment in the reader's own time zone, or null for what is no moment. */
export function localTime(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? null : FORMAT.format(moment);
}
