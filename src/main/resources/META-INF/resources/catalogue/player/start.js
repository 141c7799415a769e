import { basePath, requestJson } from "../../web/json.js";
import { PlaybackIntent } from "../playbackIntent.js";
import { Player } from "../player.js";
import { PageStream } from "../streaming/pageStream.js";
import { mayRepeat, waitForPermit } from "../streaming/tooManyRequests.js";
import { Chapters } from "./chapters.js";
import { addControls } from "./controls.js";
import { HeldFrame } from "./heldFrame.js";
import { showProblem } from "./problems.js";
import { Storyboard } from "./storyboard.js";

/** Starts the player of a page; see templates/catalogue/player.html. Returns what controls it. */
export function startPlayer() {
  const media = document.getElementById("player");
  const frame = document.getElementById("player-frame");
  const message = document.getElementById("player-trouble");
  const heldFrame = new HeldFrame(media);
  const intent = new PlaybackIntent(media);
  function report(code, { retrying }) {
    // While the player tries again, the last frame is better than none.
    const failed = code !== null && !retrying;
    if (failed) heldFrame.release();
    // Then an update of the page needn't wait for the end of the video.
    media.toggleAttribute("data-failed", failed && media.error !== null);
    if (failed) media.dispatchEvent(new Event("playbackfailed"));
    showProblem(message, stream.explain(code), { retrying });
  }
  const stream = new PageStream(media, { signFile: () => signUrl(media.dataset.video), intent, report });
  // A browser with its own HLS may play before the names of the renditions are known.
  Promise.race([stream.start(), hasMetadata(media)]).then(
    () =>
      new Player(media, {
        signUrl: () => stream.renew(),
        fallBack: (obstacle) => stream.fallBack(obstacle),
        probe: (url) => stream.probe(url),
        hasSound: "sound" in media.dataset,
        intent,
        report,
      }),
  );
  const controls = addControls(media, frame, {
    chapters: new Chapters(document.querySelectorAll(".chapters a")),
    storyboard: new Storyboard(() => loadStoryboard(media.dataset.storyboard)),
    quality: stream.quality,
    intent,
  });
  return { media, ...controls };
}

function hasMetadata(media) {
  if (media.readyState > 0) return Promise.resolve();
  return new Promise((resolve) => media.addEventListener("loadedmetadata", resolve, { once: true }));
}

async function signUrl(video, repetitions = 0) {
  try {
    const { url } = await requestJson("POST", `${basePath}/api/videos/${video}/urls`, { body: { operation: "play" } });
    return url;
  } catch (problem) {
    if (!mayRepeat(problem.status, repetitions)) throw problem;
    await waitForPermit(problem.retryAfter, repetitions);
    return signUrl(video, repetitions + 1);
  }
}

/** A page without an address has no storyboard yet. */
async function loadStoryboard(address) {
  if (!address) return null;
  const response = await fetch(address);
  return response.ok ? response.text() : null;
}
