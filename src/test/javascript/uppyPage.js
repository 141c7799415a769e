import { slipway } from "/uploads/uppy/slipway.js";

/** Milliseconds for an upload. */
const TIMEOUT = 60_000;

let uppy;
let fileId;
let upload;

/** Starts Uppy with Slipway's options, and adds a file input with the id `uppy`. */
export async function open(bundle, options) {
  const { Uppy, AwsS3 } = await import(bundle);
  uppy = new Uppy().use(AwsS3, slipway(options));
  const input = Object.assign(document.createElement("input"), { type: "file", id: "uppy" });
  input.addEventListener("change", () => {
    const [data] = input.files;
    fileId = uppy.addFile({ name: data.name, type: data.type, data, meta: { title: "By Uppy", tags: "launch, spring" } });
  });
  document.body.append(input);
}

/** Starts Uppy with the example of docs/uppy.md, without its imports, and adds an empty file of each name. Returns the names that Uppy refused. */
export async function refusedByExample(bundle, example, names) {
  const { Uppy, AwsS3 } = await import(bundle);
  const uppy = new Function("Uppy", "AwsS3", "slipway", "token", `${example}; return uppy;`)(Uppy, AwsS3, slipway, null);
  return names.filter((name) => {
    try {
      uppy.addFile({ name, data: new Blob(["x"]) });
      return false;
    } catch {
      return true;
    }
  });
}

export function start() {
  upload = uppy.upload();
}

export const pause = () => uppy.pauseAll();
export const resume = () => uppy.resumeAll();
export const removeFile = () => uppy.removeFile(fileId);

/** Waits for the end. Returns the URL of the video's page, the error, or “nothing” if the file was removed. */
export async function outcome() {
  const timeout = new Promise((resolve, reject) => setTimeout(() => reject(new Error(`Not finished after ${TIMEOUT} ms`)), TIMEOUT));
  const { successful, failed } = await Promise.race([upload, timeout]);
  return successful[0]?.response.uploadURL ?? failed[0]?.error ?? "nothing";
}
