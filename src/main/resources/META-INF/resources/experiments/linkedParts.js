/**
 * Highlights what belongs together: elements with data-part (a part of the URL) and with data-parts
 * (what is made of these parts). Pointing at one of them or focusing it lights up the others.
 */
export function linkParts(root) {
  const light = ({ target }) => highlight(root, partsOf(target.closest?.("[data-part], [data-parts]")));
  const clear = () => highlight(root, []);
  let position = "";
  root.addEventListener("pointerover", (event) => {
    // The page may have scrolled below a pointer at rest, for example to what has the focus now.
    const before = position;
    position = `${event.screenX} ${event.screenY}`;
    if (position !== before) light(event);
  });
  root.addEventListener("focusin", light);
  root.addEventListener("pointerleave", clear);
  root.addEventListener("focusout", clear);
}

function highlight(root, parts) {
  for (const element of root.querySelectorAll("[data-part], [data-parts]")) {
    element.classList.toggle("lit", partsOf(element).some((part) => parts.includes(part)));
  }
}

function partsOf(element) {
  if (!element || element.dataset.part === "other") return [];
  return (element.dataset.parts ?? element.dataset.part).split(" ").filter(Boolean);
}
