/** Pixels of the longer side. */
const SIZE = 640;

/**
 * The HTML that shows a player in another page.
 *
 * @param address of the player, relative to this page
 * @param width of the picture in pixels; 0 if it isn't known
 * @param height likewise
 */
export function embedCode({ address, title, width, height }) {
  const ratio = width > 0 && height > 0 ? width / height : 16 / 9;
  const frame = document.createElement("iframe");
  frame.setAttribute("src", new URL(address, location.href).href);
  frame.setAttribute("title", title);
  frame.setAttribute("width", Math.round(ratio >= 1 ? SIZE : SIZE * ratio));
  frame.setAttribute("height", Math.round(ratio >= 1 ? SIZE / ratio : SIZE));
  frame.setAttribute("allow", "fullscreen; picture-in-picture");
  frame.setAttribute("loading", "lazy");
  // In this page the attribute would violate the policy; it is only text here.
  return frame.outerHTML.replace("></iframe>", ' style="border:0;max-width:100%"></iframe>');
}
