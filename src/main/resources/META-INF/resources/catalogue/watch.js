import { json } from "../web/json.js";
import { root } from "../web/root.js";
import { Player } from "./player.js";

const media = document.getElementById("player");
const trouble = document.getElementById("player-trouble");

async function sign() {
  const { url } = await json("POST", `${root}/api/videos/${media.dataset.video}/urls`, { body: { operation: "play" } });
  return url;
}

function tell(sentence) {
  trouble.hidden = sentence === null;
  trouble.querySelector("span").textContent = sentence ?? "";
}

new Player(media, { sign, tell });
