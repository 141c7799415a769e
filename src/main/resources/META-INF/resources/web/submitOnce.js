/** Milliseconds until a form can be sent again if no page follows. */
const RELEASE_TIME = 10_000;

/**
 * Sends each POST form once until another page follows: a double click must not begin two jobs. Forms that a script handles
 * are left to it. The buttons aren't disabled, because the browser reads the pressed one's value after this event.
 */
export function submitOnce(environment = globalThis) {
  /** The forms that were sent, with what enables them again. */
  const sent = new Map();

  // The window is the last one that the event reaches.
  environment.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[method=post]")) return;
    if (sent.has(form)) event.preventDefault();
    else sent.set(form, block(form));
  });
  // A page from the browser's history is as it was.
  environment.addEventListener("pageshow", () => [...sent.values()].forEach((release) => release()));

  function block(form) {
    const buttons = [...form.elements].filter(({ type, ariaDisabled }) => type === "submit" && ariaDisabled !== "true");
    buttons.forEach((button) => (button.ariaDisabled = "true"));
    const release = () => {
      environment.clearTimeout(timer);
      sent.delete(form);
      buttons.forEach((button) => (button.ariaDisabled = null));
    };
    const timer = environment.setTimeout(release, RELEASE_TIME);
    return release;
  }
}
