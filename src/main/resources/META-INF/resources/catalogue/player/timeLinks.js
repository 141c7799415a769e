/** Lets links with a position in data-time seek in this page, where a normal click would load it again. */
export function connectTimeLinks(media, links) {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      // Another tab or window gets the address, which has the position too.
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      media.currentTime = Number(link.dataset.time);
      media.play().catch(() => {});
      media.scrollIntoView({ block: "nearest" });
    });
  }
}

/** The address of a video from a position on. */
export function linkAt(address, seconds) {
  const url = new URL(address, location.href);
  if (seconds >= 1) url.searchParams.set("t", Math.floor(seconds));
  return url.href;
}
