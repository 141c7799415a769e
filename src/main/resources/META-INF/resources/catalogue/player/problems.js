/** What the player does about a problem that may pass, and about one that often needs a new page. */
const CONTINUES = "The player tries again and continues automatically.";
const RETRIES = "The player tries again. If that doesn’t help, reload this page.";

/** What people read about each problem. */
const MESSAGES = {
  "no-picture": "This browser can’t show the picture of this video. Download it to watch it in another player.",
  "no-sound": "This browser can’t play the sound of this video. Download it to hear it in another player.",
  undecodable: "This browser can’t play this video. Download it to watch it in another player.",
  missing: "The file of this video is missing from the store. The video can be played again as soon as the file is back.",
  blocked: "The store doesn’t allow this page to read the video. An administrator can find out why on the doctor page.",
  offline: `There is no network connection. ${CONTINUES}`,
  unreachable: `The store can’t be reached. ${CONTINUES}`,
  refused: `The store refuses to deliver the video. ${RETRIES}`,
  failing: `The store reports an error. ${CONTINUES}`,
  available: `The connection to the store keeps breaking. ${CONTINUES}`,
  "connection-lost": `Slipway can’t be reached. ${CONTINUES}`,
  "stream-missing": "The copies of this video that browsers can play are missing from the store. Download the uploaded file to watch it in another player.",
  "stream-broken": "The stream of this video can’t be played now, and this browser can’t play the uploaded file. Reload this page, or download the file.",
  unauthenticated: "Your session has ended. Reload this page to log in.",
  "video-not-playable": "This video can no longer be played.",
  "video-in-trash": "This video is in the trash. Restore it to play it.",
  "video-deleted": "This video was deleted permanently.",
  "not-found": "This video is no longer available.",
  "too-many-requests": `Too many requests. ${CONTINUES}`,
};

/** What people read if they may not download the file. */
const WITHOUT_DOWNLOAD = {
  "no-picture": "This browser can’t show the picture of this video. Try another browser.",
  "no-sound": "This browser can’t play the sound of this video. Try another browser.",
  undecodable: "This browser can’t play this video. Try another browser.",
  "stream-missing": "The copies of this video that browsers can play are missing from the store.",
  "stream-broken": "The stream of this video can’t be played now. Reload this page.",
};

/** What people without an account read: a share link has let them watch, or the video was not private. */
const WITHOUT_SESSION = {
  unauthenticated: "You can no longer watch this video. Your access through the link has ended, or the video is private now.",
};

const OTHER = "The video’s URL expired and couldn’t be renewed.";

/** Problems with which a download still works. */
const DOWNLOADABLE = ["no-picture", "no-sound", "undecodable", "blocked", "stream-missing", "stream-broken"];

/**
 * Shows a problem by its code, and the download if that helps and is allowed; null hides it.
 *
 * @param retrying whether the player tries again
 */
export function showProblem(message, code, { retrying = false } = {}) {
  const download = message.querySelector("a");
  const messages = { ...MESSAGES, ...(download ? {} : WITHOUT_DOWNLOAD), ...("session" in message.dataset ? {} : WITHOUT_SESSION) };
  message.hidden = code === null;
  const text = code === null ? "" : (messages[code] ?? `${OTHER} ${retrying ? CONTINUES : "Reload this page."}`);
  const span = message.querySelector("span");
  // Each change is read out to people who use a screen reader, even if the text stays the same.
  if (span.textContent !== text) span.textContent = text;
  if (download) download.hidden = !DOWNLOADABLE.includes(code);
}
