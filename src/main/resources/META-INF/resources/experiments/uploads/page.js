import { basePath, requestJson } from "../../web/json.js";
import { format } from "../../web/format.js";
import { problemText } from "../../web/problemText.js";
import { sendFile } from "./sendFile.js";
import { createTestFile } from "./testFile.js";

const TEST_FILE_SIZE = 1024 * 1024;
const CREDENTIALS = {
  session: "the cookie of your session, with which it can do everything your account can",
  token: "an API token, with which it can do everything your account can below /api",
};

const byId = (id) => document.getElementById(id);
const result = byId("result");
const problem = byId("problem");
const progress = byId("progress");

let current = null;
let videoId = null;

byId("send").addEventListener("submit", (event) => {
  event.preventDefault();
  send(byId("file").files[0] ?? createTestFile(TEST_FILE_SIZE));
});
byId("stop").addEventListener("click", () => current?.abort(new Error("stopped")));
byId("delete").addEventListener("click", deleteVideo);

async function send(file) {
  current = new AbortController();
  setBusy(true);
  const address = `${basePath}/api/lab/uploads/${encodeURIComponent(file.name)}`;
  try {
    const onProgress = (bytes) => (progress.textContent = `${format.bytes(bytes)} of ${format.bytes(file.size)}`);
    const report = await sendFile(address, file, { onProgress, signal: current.signal });
    show(report, `PUT ${address}`);
    progress.textContent = "Stored.";
  } catch (failure) {
    progress.textContent = current.signal.aborted ? "Stopped. If all bytes had arrived, the video is in your list." : "";
    if (!current.signal.aborted) showProblem(failure);
  }
  setBusy(false);
}

function show({ video, credential, account, requiredRole, receivedBytes, sentBytes, processorMillis }, request) {
  const part = (name) => result.querySelector(`[data-part=${name}]`);
  part("request").textContent = request;
  part("role").textContent = `${account} has the role ${requiredRole}, which this endpoint requires`;
  part("credential").textContent = CREDENTIALS[credential];
  part("received").textContent = format.bytes(receivedBytes);
  part("sent").textContent = format.bytes(sentBytes);
  part("processor").textContent = format.millis(processorMillis);
  part("video").textContent = video.title;
  part("video").href = `${basePath}/videos/${video.id}`;
  videoId = video.id;
  result.hidden = false;
}

async function deleteVideo() {
  problem.hidden = true;
  try {
    await requestJson("DELETE", `${basePath}/api/videos/${videoId}?permanently=true`);
    result.hidden = true;
    progress.textContent = "Deleted.";
    byId("start").focus();
  } catch (failure) {
    showProblem(failure);
  }
}

function showProblem(failure) {
  const { status, detail } = failure;
  problem.querySelector("span").textContent = `${status && detail ? `The server answered ${status}. ` : ""}${problemText(failure)}`;
  problem.hidden = false;
}

function setBusy(busy) {
  byId("start").disabled = busy;
  byId("stop").hidden = !busy;
  if (!busy) return;
  problem.hidden = true;
  result.hidden = true;
  progress.textContent = "Sending…";
}
