/** From this width on, the diagram has a column of its own. The same number is in walk.css. */
const WIDE = matchMedia("(min-width: 1100px)");

/** The sequence diagram: marks messages, and keeps the current ones in sight. On narrow screens it is closed at first. */
export class Diagram {
  #details = document.getElementById("diagram");
  #scroller = document.getElementById("diagram-messages");
  #messages = [...this.#scroller.querySelectorAll(".message")];

  constructor() {
    const fit = () => (this.#details.open = WIDE.matches);
    WIDE.addEventListener("change", fit);
    fit();
  }

  /** Marks the messages of a step as "busy", "done", "missing" or "failed". Earlier ones keep their mark. */
  mark(number, state) {
    for (const message of this.#messages) {
      const isCurrent = Number(message.dataset.step) === number;
      if (isCurrent) message.dataset.state = state;
      message.ariaCurrent = isCurrent ? "step" : null;
    }
    this.#reveal(this.#messages.filter(({ ariaCurrent }) => ariaCurrent));
  }

  /** No message is the current one any more. */
  end() {
    for (const message of this.#messages) message.ariaCurrent = null;
  }

  clear() {
    this.end();
    for (const message of this.#messages) delete message.dataset.state;
    this.#scroller.scrollTop = 0;
  }

  /** Scrolls inside the diagram. scrollIntoView() would scroll the page too. */
  #reveal(messages) {
    const frame = this.#scroller.getBoundingClientRect();
    const [first, last] = [messages[0], messages.at(-1)].map((message) => message.getBoundingClientRect());
    if (last.bottom > frame.bottom) this.#scroller.scrollTop += last.bottom - frame.bottom;
    else if (first.top < frame.top) this.#scroller.scrollTop -= frame.top - first.top;
  }
}
