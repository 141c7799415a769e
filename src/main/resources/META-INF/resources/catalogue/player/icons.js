/** Shows another icon of the file that the template has chosen. */
export function setIcon(button, name) {
  const use = button.querySelector("use");
  const address = use.getAttribute("href");
  const next = address.replace(/#.*/, `#${name}`);
  if (next !== address) use.setAttribute("href", next);
}

/** Names a button for screen readers, and with its key for the mouse. */
export function setLabel(button, label) {
  const key = button.getAttribute("aria-keyshortcuts");
  button.ariaLabel = label;
  button.title = key ? `${label} (${key})` : label;
}
