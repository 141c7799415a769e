/** Opens the details element that a link names, such as /videos/…#edit: the browser shows only its summary. */
export function openTarget(document, environment = globalThis) {
  const open = () => {
    const target = document.getElementById(environment.location.hash.slice(1));
    if (target?.localName !== "details" || target.open) return;
    target.open = true;
    target.scrollIntoView();
  };
  open();
  environment.addEventListener("hashchange", open);
}
