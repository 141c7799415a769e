import { wait } from "../../web/wait.js";
import { Patience } from "./patience.js";

const LOOKS = 10;
const BETWEEN_LOOKS = 1_000;
/** Once one PUT has stored everything, the store's notification says the same as a completion. */
const FOR_A_PUT = { limit: 30_000, failures: 5 };

/**
 * Has the application ask the store for what arrived. Answers the video, or null when the bytes are
 * stored but the catalogue could not be reached: the store's own notification will bring it there.
 */
export async function confirm({ id, method }, { api, persist, now, pause = wait, signal }) {
  const completed = () => complete(id, { api, signal });
  if (method === "multipart") return untilLookedAt(await persist(completed, signal), { api, pause, signal });
  try {
    const video = await persist(completed, signal, new Patience({ now, ...FOR_A_PUT }));
    return await untilLookedAt(video, { api, pause, signal });
  } catch (problem) {
    if (signal.aborted || !problem.passing) throw problem;
    return null;
  }
}

async function complete(id, { api, signal }) {
  try {
    return await api.complete(id, signal);
  } catch (problem) {
    if (signal.aborted || !problem.passing) throw problem;
    const video = await catalogued(id, { api, signal });
    if (video) return video;
    throw problem;
  }
}

async function catalogued(id, { api, signal }) {
  try {
    const { status } = await api.upload(id, signal);
    return status === "STORED" ? await api.video(id, signal) : null;
  } catch (problem) {
    if (signal.aborted || !problem.passing) throw problem;
    return null;
  }
}

// The verdict takes a moment; when it takes longer, the video's own page will show it.
async function untilLookedAt(video, { api, pause, signal }) {
  let seen = video;
  for (let look = 0; seen.status === "PROCESSING" && look < LOOKS; look++) {
    await pause(BETWEEN_LOOKS, signal);
    seen = (await catalogued(video.id, { api, signal })) ?? seen;
  }
  return seen;
}
