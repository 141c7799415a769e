import { embedCode } from "./player/embedCode.js";
import { startPlayer } from "./player/start.js";
import { connectTimeLinks, linkAt } from "./player/timeLinks.js";
import { connectPosterPicker } from "./posterPicker.js";

const { media } = startPlayer();
connectTimeLinks(media, document.querySelectorAll("a[data-time]"));

// web/page.js copies when the click reaches the document.
const copyLink = document.getElementById("copy-link");
copyLink?.addEventListener("click", () => (copyLink.dataset.copy = linkAt(copyLink.dataset.link, media.currentTime)));

const copyCode = document.getElementById("copy-embed");
copyCode?.addEventListener("click", () => {
  const { address, title } = copyCode.dataset;
  copyCode.dataset.copy = embedCode({ address, title, width: media.videoWidth, height: media.videoHeight });
});

const posterPicker = document.getElementById("poster-picker");
if (posterPicker) connectPosterPicker(posterPicker, media);
