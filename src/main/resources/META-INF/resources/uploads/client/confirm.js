import { wait } from "../web/wait.js";
import { retry } from "./retry.js";

const COMPLETION_DELAYS = [500, 1_000, 2_000, 4_000];
const LOOKS = 10;
const BETWEEN_LOOKS = 3_000;

/**
 * Has the application ask the store for what arrived. Answers the video, or null when the bytes are
 * stored but the catalogue could not be reached: the store's own notification will bring it there.
 */
export async function confirm(id, { api, signal, pause = wait }) {
  const video = await complete(id, { api, signal, pause });
  return video && untilLookedAt(video, { api, signal, pause });
}

async function complete(id, { api, signal, pause }) {
  try {
    return await retry(() => api.complete(id, signal), { signal, pause, delays: COMPLETION_DELAYS });
  } catch (problem) {
    if (signal?.aborted || !problem.passing) throw problem;
    return untilCatalogued(id, { api, signal, pause });
  }
}

async function untilCatalogued(id, { api, signal, pause }) {
  for (let look = 0; look < LOOKS; look++) {
    await pause(BETWEEN_LOOKS, signal);
    const video = await catalogued(id, { api, signal });
    if (video) return video;
  }
  return null;
}

async function catalogued(id, { api, signal }) {
  try {
    const { status } = await api.upload(id, signal);
    return status === "STORED" ? await api.video(id, signal) : null;
  } catch (problem) {
    if (signal?.aborted || !problem.passing) throw problem;
    return null;
  }
}

// The verdict takes a moment; when it takes longer, the video's own page will show it.
async function untilLookedAt(video, { api, signal, pause }) {
  let seen = video;
  for (let look = 0; seen.status === "PROCESSING" && look < LOOKS; look++) {
    await pause(1_000, signal);
    seen = (await catalogued(video.id, { api, signal })) ?? seen;
  }
  return seen;
}
