import { submitOnce } from "/web/submitOnce.js";
import { assertEquals, test } from "./harness.js";

/** A form with two buttons. `submit` reports whether the browser would send it. */
function show({ method = "post", onSubmit } = {}) {
  document.body.innerHTML = `
    <form method="${method}">
      <button name="visibility" value="private">Private</button>
      <button name="visibility" value="public">Public</button>
      <button type="button">Clear</button>
    </form>`;
  const form = document.querySelector("form");
  const listeners = {};
  const timers = new Map();
  submitOnce({
    addEventListener: (type, listener) => (listeners[type] = listener),
    setTimeout: (callback) => timers.set(timers.size, callback) && timers.size - 1,
    clearTimeout: (id) => timers.delete(id),
  });
  if (onSubmit) form.addEventListener("submit", onSubmit);
  const submit = () => {
    const event = new SubmitEvent("submit", { cancelable: true });
    form.addEventListener("submit", listeners.submit, { once: true });
    form.dispatchEvent(event);
    return !event.defaultPrevented;
  };
  const blocked = () => [...form.querySelectorAll("button")].map(({ ariaDisabled }) => ariaDisabled === "true");
  return { submit, blocked, comeBack: () => listeners.pageshow(), runTimers: () => timers.forEach((callback) => callback()) };
}

test("sends a form once, and says so with its buttons", () => {
  const { submit, blocked } = show();

  assertEquals([submit(), submit(), submit()], [true, false, false]);
  assertEquals(blocked(), [true, true, false]);
});

test("sends it again after the visitor has come back", () => {
  const { submit, blocked, comeBack } = show();
  submit();

  comeBack();

  assertEquals(blocked(), [false, false, false]);
  assertEquals([submit(), submit()], [true, false]);
});

test("sends it again if no page follows", () => {
  const { submit, blocked, runTimers } = show();
  submit();

  runTimers();

  assertEquals(blocked(), [false, false, false]);
  assertEquals(submit(), true);
});

test("leaves alone what another script handles", () => {
  const handled = [];
  const { submit, blocked } = show({ onSubmit: (event) => handled.push(event.preventDefault()) });
  submit();
  submit();

  assertEquals(handled.length, 2);
  assertEquals(blocked(), [false, false, false]);
});

test("sends a search as often as somebody asks", () => {
  const { submit } = show({ method: "get" });

  assertEquals([submit(), submit()], [true, true]);
});
