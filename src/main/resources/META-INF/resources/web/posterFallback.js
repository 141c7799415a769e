/**
 * Shows the icon of a video without a poster where a poster can't be loaded. The pages have the icon in each place for
 * a poster, hidden while the picture is there.
 */
const PICTURE = "img.poster-picture";

export function replaceBrokenPosters(document) {
  // Errors of images don't bubble, but are captured; also those of pictures that are added later.
  document.addEventListener("error", ({ target }) => target.matches?.(PICTURE) && remove(target), true);
  for (const picture of document.querySelectorAll(PICTURE)) {
    if (picture.complete && picture.naturalWidth === 0) remove(picture);
  }
}

function remove(picture) {
  picture.parentElement.querySelector(".poster-blur")?.remove();
  picture.remove();
}
