/** What people read about each problem. */
const MESSAGES = {
  "no-picture": "This browser can't show the picture of this video. Download it to watch it in another player.",
  "no-sound": "This browser can't play the sound of this video. Download it to hear it in another player.",
  undecodable: "This browser can't play this video. Download it to watch it in another player.",
  missing: "The file of this video is missing from the store. The video can be played again as soon as the file is back.",
  blocked: "The store doesn't allow this page to read the video. An administrator can find out why on the doctor page.",
  offline: "There is no network connection. Reload this page when you are online again.",
  unreachable: "The store can't be reached. Check the network and reload this page.",
  refused: "The store refuses to deliver the video. Reload this page.",
  failing: "The store reports an error. Reload this page in a moment.",
  available: "The connection to the store keeps breaking. Check the network and reload this page.",
  unauthenticated: "Your session has ended. Reload this page to log in.",
  "video-not-playable": "This video can't be played any more.",
  "video-in-trash": "This video is in the trash. Restore it to play it.",
  "video-deleted": "This video was deleted permanently.",
  "not-found": "This video is no longer available.",
  "too-many-requests": "Too many requests. Reload this page in a moment.",
};

/** What people read if they may not download the file. */
const WITHOUT_DOWNLOAD = {
  "no-picture": "This browser can't show the picture of this video. Try another browser.",
  "no-sound": "This browser can't play the sound of this video. Try another browser.",
  undecodable: "This browser can't play this video. Try another browser.",
};

/** What people without an account read: a share link has let them watch, or the video was not private. */
const WITHOUT_SESSION = {
  unauthenticated: "You can't watch this video any more. Your access through the link has ended, or the video is private now.",
};

const OTHER = "The video's URL expired and couldn't be renewed. Reload this page.";

/** Problems with which a download still works. */
const DOWNLOADABLE = ["no-picture", "no-sound", "undecodable", "blocked"];

/** Shows a problem by its code, and the download if that helps and is allowed; null hides it. */
export function showProblem(message, code) {
  const download = message.querySelector("a");
  const messages = { ...MESSAGES, ...(download ? {} : WITHOUT_DOWNLOAD), ...("session" in message.dataset ? {} : WITHOUT_SESSION) };
  message.hidden = code === null;
  message.querySelector("span").textContent = code === null ? "" : (messages[code] ?? OTHER);
  if (download) download.hidden = !DOWNLOADABLE.includes(code);
}
