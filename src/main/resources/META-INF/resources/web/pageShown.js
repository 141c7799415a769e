/** Resolves when the page is visible: at once, or as soon as the visitor returns to its tab. */
export async function pageShown(document) {
  if (document.visibilityState === "visible") return;
  await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}
