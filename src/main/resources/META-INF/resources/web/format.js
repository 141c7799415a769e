const UNITS = ["kB", "MB", "GB", "TB", "PB"];
/** The same names as in templates/tags/container.html. */
const CONTAINERS = {
  mp4: "MP4",
  webm: "WebM",
  quicktime: "QuickTime",
  matroska: "Matroska",
  avi: "AVI",
  mpeg: "MPEG",
  mpegts: "MPEG-TS",
  ogg: "Ogg",
  "3gpp": "3GPP",
  "3gpp2": "3GPP2",
  m4v: "M4V",
  asf: "ASF",
};
const GROUPED = new Intl.NumberFormat("en");
const LOCAL_TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

/** Formats numbers and times for pages. Sizes use decimal units, as the server's pages do. */
export const format = {
  bytes(count) {
    if (count < 1000) return `${count} bytes`;
    let value = count / 1000;
    let unit = 0;
    // 999.95 would be rounded to "1000.0".
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return `${value.toFixed(1)} ${UNITS[unit]}`;
  },

  exactBytes: (count) => `${GROUPED.format(count)} ${count === 1 ? "byte" : "bytes"}`,

  percent: (share) => `${Math.floor(share * 100)}%`,

  seconds(count) {
    const whole = Math.max(1, Math.round(count));
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  },

  container(name) {
    return CONTAINERS[name] ?? name;
  },

  /** An ISO 8601 time in the reader's time zone; null if it isn't a time. */
  localTime(iso) {
    const time = new Date(iso);
    return Number.isNaN(time.getTime()) ? null : LOCAL_TIME.format(time);
  },
};
