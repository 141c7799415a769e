import { slipway } from "/uploads/uppy/slipway.js";

let uppy;
let fileId;
let result = null;

/** Starts Uppy with Slipway's options, and adds a file input with the id `uppy`. */
export async function open(bundle, options) {
  const { Uppy, AwsS3 } = await import(bundle);
  uppy = new Uppy().use(AwsS3, slipway(options));
  const input = Object.assign(document.createElement("input"), { type: "file", id: "uppy" });
  input.addEventListener("change", () => {
    const [data] = input.files;
    fileId = uppy.addFile({ name: data.name, type: data.type, data, meta: { title: "By Uppy" } });
  });
  document.body.append(input);
}

export function start() {
  result = null;
  uppy.upload().then((uploadResult) => (result = uploadResult));
}

export const pause = () => uppy.pauseAll();
export const resume = () => uppy.resumeAll();
export const removeFile = () => uppy.removeFile(fileId);

/** The URL of the video's page, the error, or “nothing” if the file was removed; null until the upload has ended. */
export function outcome() {
  if (!result) return null;
  const [uploaded] = result.successful;
  const [failed] = result.failed;
  return uploaded?.response.uploadURL ?? failed?.error ?? "nothing";
}
