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
  const attributes = {
    src: new URL(address, location.href).href,
    title,
    width: Math.round(ratio >= 1 ? SIZE : SIZE * ratio),
    height: Math.round(ratio >= 1 ? SIZE / ratio : SIZE),
    allow: "fullscreen; picture-in-picture",
    loading: "lazy",
    style: "border:0;max-width:100%",
  };
  const pairs = Object.entries(attributes).map(([name, value]) => `${name}="${escape(String(value))}"`);
  return `<iframe ${pairs.join(" ")}></iframe>`;
}

/** Written as text, because in this page the style would violate the policy. Some sites also mind `<` within quotes. */
function escape(value) {
  return value.replace(/[&"'<>]/g, (character) => `&#${character.codePointAt(0)};`);
}
