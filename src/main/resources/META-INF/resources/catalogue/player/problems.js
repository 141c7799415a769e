/** What people read about each problem. */
const MESSAGES = {
  "no-picture": "This browser can't show the picture of this video. Download it to watch it in another player.",
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
const OTHER = "The video's URL expired and couldn't be renewed. Reload this page.";

/** Problems with which a download still works. */
const DOWNLOADABLE = ["no-picture", "undecodable", "blocked"];

/** Shows a problem by its code, and the download if that helps; null hides it. */
export function showProblem(message, code) {
  message.hidden = code === null;
  message.querySelector("span").textContent = code === null ? "" : (MESSAGES[code] ?? OTHER);
  message.querySelector("a").hidden = !DOWNLOADABLE.includes(code);
}
