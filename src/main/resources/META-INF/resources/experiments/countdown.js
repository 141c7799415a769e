import { format } from "../web/format.js";

const SECOND = 1000;

/** Counts down to the expiry of a URL, by the clock of the application. */
export class Countdown {
  #timer = 0;

  /** Returns the element that shows the time left. */
  show({ expiresAt, inspectedAt }) {
    clearInterval(this.#timer);
    const element = Object.assign(document.createElement("span"), { className: "nowrap" });
    element.setAttribute("role", "timer");
    const ahead = Date.parse(inspectedAt) - Date.now();
    const update = () => {
      const left = (Date.parse(expiresAt) - Date.now() - ahead) / SECOND;
      element.textContent = left > 0 ? `(in ${format.seconds(left)})` : "(expired)";
      if (left <= 0) clearInterval(this.#timer);
    };
    if (expiresAt) {
      this.#timer = setInterval(update, SECOND);
      update();
    }
    return element;
  }
}
