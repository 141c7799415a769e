import { actionOf } from "/catalogue/player/shortcuts.js";
import { assertEquals, test } from "./harness.js";

const ON_PAGE = { inPlayer: false, singleKeys: true };
const IN_PLAYER = { inPlayer: true, singleKeys: true };

function element(html) {
  const parent = document.createElement("div");
  parent.innerHTML = html;
  return parent.firstElementChild;
}

/** What a key does, as calls of the player. */
function press(key, { on = document.body, where = ON_PAGE, ...modifiers } = {}) {
  const calls = [];
  const recorder = (name) => new Proxy({}, { get: (_, method) => (...values) => calls.push([name, method, ...values].join(" ")) });
  const action = actionOf({ key, target: on, ...modifiers }, where);
  action?.({ actions: recorder("actions"), captions: recorder("captions"), showHelp: () => calls.push("help") });
  return calls.join();
}

test("has the keys of other players", () => {
  const keys = { " ": "togglePlay", k: "togglePlay", K: "togglePlay", j: "seekBy -10", l: "seekBy 10", m: "toggleMute", f: "toggleFullscreen", i: "togglePictureInPicture" };
  for (const [key, action] of Object.entries(keys)) assertEquals(press(key), `actions ${action}`);
  assertEquals(["0", "7"].map((key) => press(key)), ["actions seekToShare 0", "actions seekToShare 0.7"]);
  assertEquals(["<", ">", ",", "."].map((key) => press(key)), ["changeSpeed -1", "changeSpeed 1", "stepFrame -1", "stepFrame 1"].map((action) => `actions ${action}`));
  assertEquals([press("c"), press("?"), press("x")], ["captions toggle", "help", ""]);
});

test("leaves keys to the browser", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey", "isComposing"]) assertEquals(press("f", { [modifier]: true }), "");
});

test("leaves keys to fields and to what has the focus", () => {
  for (const html of ["<input>", "<input type=search>", "<textarea></textarea>", "<select></select>", "<p contenteditable></p>"]) {
    for (const key of ["k", " ", "?", "ArrowLeft", "5"]) assertEquals(press(key, { on: element(html), where: IN_PLAYER }), "");
  }
  for (const html of ["<button></button>", "<details><summary></summary></details>"]) {
    const target = element(html).querySelector("summary") ?? element(html);
    assertEquals([press(" ", { on: target }), press("k", { on: target })], ["", "actions togglePlay"]);
  }
  const slider = element("<div role=slider tabindex=0></div>");
  assertEquals([press("ArrowLeft", { on: slider }), press(" ", { on: slider })], ["", "actions togglePlay"]);
  const volume = element("<input type=range>");
  assertEquals([press("ArrowUp", { on: volume, where: IN_PLAYER }), press("m", { on: volume })], ["", "actions toggleMute"]);
});

test("scrolls the page with up and down unless the player has the focus", () => {
  assertEquals([press("ArrowUp"), press("ArrowDown"), press("ArrowLeft"), press("ArrowRight")], ["", "", "actions seekBy -5", "actions seekBy 5"]);
  assertEquals([press("ArrowUp", { where: IN_PLAYER }), press("ArrowDown", { where: IN_PLAYER })], ["actions changeVolume 1", "actions changeVolume -1"]);
});

test("needs the focus if single keys are off", () => {
  const off = { inPlayer: false, singleKeys: false };
  assertEquals(["k", " ", "ArrowLeft", "5", "?"].map((key) => press(key, { where: off })), ["", "", "", "", ""]);
  const inPlayer = { inPlayer: true, singleKeys: false };
  assertEquals(["k", "?"].map((key) => press(key, { where: inPlayer })), ["actions togglePlay", "help"]);
});
