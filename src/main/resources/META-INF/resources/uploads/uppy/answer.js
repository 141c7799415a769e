/**
 * A URL that answers what a store would: Uppy 6 asks for a URL to send each request to, and reads XML
 * there. Where Slipway has done already what was to be asked of the store, the URL is the answer itself.
 *
 * @param content names and what is in them: text, more names, or a list of either
 */
export function answer(content) {
  return `data:application/xml;charset=utf-8,${encodeURIComponent(xml(content))}`;
}

function xml(content) {
  if (typeof content !== "object") return escaped(String(content));
  const elements = Object.entries(content).flatMap(([name, inner]) => [inner].flat().map((each) => [name, each]));
  return elements.map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`).join("");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
