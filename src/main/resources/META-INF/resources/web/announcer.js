import { wait } from "./wait.js";

/** Milliseconds for which texts are collected. Screen readers skip a text that is replaced at once. */
const COLLECTION_TIME = 100;

/** Has texts read out by screen readers, through an element with the role status. Those of the same moment are read one after another. */
export class Announcer {
  #element;
  #texts = new Set();
  #collecting = false;

  constructor(element) {
    this.#element = element;
  }

  async announce(text) {
    this.#texts.add(text);
    if (this.#collecting) return;
    this.#collecting = true;
    await wait(COLLECTION_TIME);
    this.#collecting = false;
    this.#element.textContent = joined([...this.#texts]);
    this.#texts.clear();
  }
}

function joined(texts) {
  if (texts.length === 1) return texts[0];
  return texts.map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`)).join(" ");
}
