import { connectPosterPicker, timeOf } from "/catalogue/posterPicker.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

test("the time of a frame is the middle of its cue, within the video", () => {
  assertEquals(
    [timeOf(0, 2, 9_000), timeOf(4, 7, 9_000), timeOf(8, 10, 8_500), timeOf(8, 10, null)],
    [1_000, 5_500, 8_500, 9_000],
  );
});

function createPicker() {
  const root = document.createElement("details");
  root.dataset.video = "v";
  root.innerHTML = `
    <div class="poster-frames"></div><input type="file" id="poster-file"><button id="poster-automatic"></button>
    <p id="poster-status"></p>`;
  return root;
}

async function settled(root) {
  for (let i = 0; i < 100 && root.hasAttribute("data-busy"); i++) await new Promise((resolve) => setTimeout(resolve));
  return root.querySelector("#poster-status").textContent;
}

/** Presses the button for the automatic poster. The server gives these responses one after another; a Problem is thrown. */
async function chooseAutomatically(...responses) {
  const root = createPicker();
  const media = { poster: "/old.jpg" };
  const requests = [];
  const request = async (method) => {
    requests.push(method);
    const response = responses.shift();
    if (response instanceof Problem) throw response;
    return response;
  };
  connectPosterPicker(root, media, { request, pause: async () => {} });
  root.querySelector("button").click();
  return { status: await settled(root), poster: media.poster, requests };
}

function chooseImage(root) {
  const chosen = new DataTransfer();
  chosen.items.add(new File(["pixels"], "a.png", { type: "image/png" }));
  const input = root.querySelector("#poster-file");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change"));
}

const made = { making: false, problem: null };
const lost = () => new Problem("connection-lost");

test("loads the frames at the next opening if the first one fails", async () => {
  const root = createPicker();
  document.body.append(root);
  const vtt = "WEBVTT\n\n00:00.000 --> 00:02.000\nhttps://store.invalid/s.jpg#xywh=0,0,160,90\n";
  const responses = [new TypeError("Failed to fetch"), new Response(vtt), new Response(vtt)];
  const fetch = async () => {
    const response = responses.shift();
    if (response instanceof Error) throw response;
    return response;
  };
  const answers = [lost(), { format: { durationMillis: 2_000 } }];
  const request = async () => {
    const answer = answers.shift();
    if (answer instanceof Problem) throw answer;
    return answer;
  };
  connectPosterPicker(root, {}, { request, fetch });
  const counts = [];
  for (let opening = 0; opening < 4; opening++) {
    root.open = true;
    await new Promise((resolve) => setTimeout(resolve, 20));
    counts.push(root.querySelectorAll(".poster-frame").length);
    root.open = false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  root.remove();
  assertEquals(counts, [0, 0, 1, 1]);
});

test("shows the new poster when it is made", async () => {
  const { status, poster, requests } = await chooseAutomatically(null, { making: true }, made, { posterUrl: "/new.jpg" });
  assertEquals([status, poster], ["Poster changed.", "/new.jpg"]);
  assertEquals(requests, ["DELETE", "GET", "GET", "GET"]);
});

test("a response that is lost after the choice is no failure of it", async () => {
  const { status, poster } = await chooseAutomatically(null, lost(), made, { posterUrl: "/new.jpg" });
  assertEquals([status, poster], ["Poster changed.", "/new.jpg"]);

  const last = await chooseAutomatically(null, made, lost());
  assertEquals([last.status, last.poster], ["Poster changed.", "/old.jpg"]);
});

test("a choice whose response is lost is sent again", async () => {
  const { status, requests } = await chooseAutomatically(lost(), null, made, { posterUrl: "/new.jpg" });
  assertEquals(status, "Poster changed.");
  assertEquals(requests, ["DELETE", "DELETE", "GET", "GET"]);

  const unknown = await chooseAutomatically(lost(), lost(), lost());
  assertEquals(unknown.status.startsWith("The server didn’t respond, so the poster may or may not have changed"), true);
});

test("a refusal is reported", async () => {
  const refusal = new Problem("video-in-trash", { status: 409, detail: "Restore it first." });
  const refused = await chooseAutomatically(refusal);
  assertEquals(refused.status, "The poster wasn’t changed. Restore it first.");

  const unmade = await chooseAutomatically(null, { making: false, problem: "The file is no image." });
  assertEquals(unmade.status, "The file is no image.");
});

test("an image that the store doesn't get is explained without the browser's words", async () => {
  const root = createPicker();
  const request = async () => ({ url: "https://store.example/a", method: "PUT", headers: {}, image: "i" });
  const fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  connectPosterPicker(root, {}, { request, fetch });

  chooseImage(root);

  const status = await settled(root);
  assertEquals(status.startsWith("The poster wasn’t changed. The store didn’t respond. Check the network"), true);
});

test("a server that doesn't respond is explained without the browser's words", async () => {
  const root = createPicker();
  connectPosterPicker(root, {}, { request: () => Promise.reject(new Problem("connection-lost", { detail: "Failed to fetch" })) });

  chooseImage(root);

  assertEquals(await settled(root), "The poster wasn’t changed. The server didn’t respond. Check the network, then try again.");
});

test("no other poster can be chosen while one is made", async () => {
  const root = createPicker();
  document.body.append(root);
  root.open = true;
  const controls = [root.querySelector("#poster-file"), root.querySelector("#poster-automatic")];
  let respond;
  const request = () => new Promise((resolve, reject) => (respond = reject));
  connectPosterPicker(root, {}, { request });
  const disabled = () => controls.map((control) => control.disabled);
  controls[1].focus();

  controls[1].click();
  assertEquals(disabled(), [true, true]);
  respond(new Problem("forbidden", { status: 403, detail: "No." }));
  await settled(root);

  assertEquals(disabled(), [false, false]);
  assertEquals(document.activeElement === controls[1], true);
});
