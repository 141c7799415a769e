import { wait } from "../../web/wait.js";
import { smallestMp4 } from "../smallestMp4.js";

const WIDTH = 320;
const HEIGHT = 180;
const FRAMES = 20;
/** Milliseconds per frame. */
const INTERVAL = 50;
const BIT_RATE = 200_000;
const RECORDABLE = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];

/**
 * Records a second of a drawing, a few kB that most browsers can play. A browser that can't record gets the
 * video of one black frame.
 *
 * @param types that the application accepts
 */
export async function sampleVideo(types) {
  const mimeType = RECORDABLE.find((type) => types.includes(bare(type)) && globalThis.MediaRecorder?.isTypeSupported(type));
  const recorded = mimeType ? await record(mimeType).catch(() => null) : null;
  return recorded?.size ? recorded : new File([smallestMp4()], "walk-sample.mp4", { type: "video/mp4" });
}

async function record(mimeType) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(1000 / INTERVAL), { mimeType, videoBitsPerSecond: BIT_RATE });
  const chunks = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  const stopped = new Promise((resolve, reject) => {
    recorder.onstop = resolve;
    recorder.onerror = ({ error }) => reject(error);
  });
  recorder.start();
  for (let frame = 0; frame < FRAMES; frame++) {
    draw(context, frame / FRAMES);
    await wait(INTERVAL);
  }
  recorder.stop();
  await stopped;
  const type = bare(mimeType);
  return new File(chunks, `walk-sample.${type.split("/")[1]}`, { type });
}

/** @param share of the time that has passed, from 0 to 1 */
function draw(context, share) {
  context.fillStyle = "#15293b";
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = "#6fb4f0";
  context.fillRect(20, HEIGHT - 40, (WIDTH - 40) * share, 12);
  context.font = "600 32px sans-serif";
  context.fillText("Slipway", 20, 60);
}

function bare(type) {
  return type.split(";")[0];
}
