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
/** Directional controls, and letters that are written from right to left. */
const CHANGES_DIRECTION = /[\p{Bidi_Control}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const GROUPED = new Intl.NumberFormat("en");
const LOCAL_PARTS = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
};
const LOCAL_TIME = new Intl.DateTimeFormat("en-GB", LOCAL_PARTS);
const LOCAL_SECONDS = new Intl.DateTimeFormat("en-GB", { ...LOCAL_PARTS, second: "2-digit" });
const CLOCK_TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

/** Formats numbers and times for pages. Sizes use decimal units, as the server's pages do. */
export const format = {
  /** Rounds exactly like dev.slipway.web.Formats, so that the same size never appears as two. */
  bytes(count) {
    if (count < 1000) return format.exactBytes(count);
    let divisor = 1000;
    let unit = 0;
    // From here on it would be rounded to 1000.
    while (count >= divisor * 999.5 && unit < UNITS.length - 1) {
      divisor *= 1000;
      unit++;
    }
    const tenths = Math.floor((count + divisor / 20) / (divisor / 10));
    if (tenths < 1000) return `${Math.floor(tenths / 10)}.${tenths % 10} ${UNITS[unit]}`;
    return `${Math.floor((count + divisor / 2) / divisor)} ${UNITS[unit]}`;
  },

  exactBytes: (count) => `${GROUPED.format(count)} ${count === 1 ? "byte" : "bytes"}`,

  /** A user-supplied name as part of a text: in an isolate, if it could change the direction of the text around it. */
  isolated: (name) => (CHANGES_DIRECTION.test(name) ? `\u2068${name.replace(/[\u2066-\u2069]/g, "")}\u2069` : name),

  percent: (share) => `${Math.floor(share * 100)}%`,

  seconds(count) {
    const whole = Math.max(1, Math.round(count));
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  },

  /** A measured duration: 34 ms, 1.2 s, 3 min 4 s. */
  millis(count) {
    if (count < 1000) return `${Math.round(count)} ms`;
    return count < 60_000 ? `${(Math.floor(count / 100) / 10).toFixed(1)} s` : format.seconds(count / 1000);
  },

  /** The position or length of a video as players show it: 0:30, 1:02:03. */
  playerTime(millis) {
    const seconds = Math.round(millis / 1000);
    const twoDigits = (count) => String(count).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    if (seconds < 3600) return `${minutes}:${twoDigits(seconds % 60)}`;
    return `${Math.floor(seconds / 3600)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
  },

  /** A time of today, to the millisecond, in the reader's time zone. */
  clockTime: (millis) => CLOCK_TIME.format(millis),

  container(name) {
    return CONTAINERS[name] ?? name;
  },

  /** An ISO 8601 time in the reader's time zone, also with seconds; null if it isn't a time. */
  localTime(iso, withSeconds = false) {
    const time = new Date(iso);
    if (Number.isNaN(time.getTime())) return null;
    return (withSeconds ? LOCAL_SECONDS : LOCAL_TIME).format(time);
  },
};
