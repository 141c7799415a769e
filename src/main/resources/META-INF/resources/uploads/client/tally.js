/** How far a file is, in bytes. Only what the store has acknowledged counts as stored. */
export class Tally {
  #onChange;
  #onAcknowledged;
  #sending = new Map();
  #stored = new Map();

  checked = 0;
  toCheck = 0;
  /** Found in the store, and not to be sent again. */
  resumed = 0;

  constructor(total, { onChange = () => {}, onAcknowledged = () => {} } = {}) {
    this.total = total;
    this.#onChange = onChange;
    this.#onAcknowledged = onAcknowledged;
  }

  get stored() {
    return sum(this.#stored);
  }

  /** All of it at this moment. */
  get bytes() {
    const { stored, sent, checked, toCheck, total } = this;
    return { stored, sent, checked, toCheck, total };
  }

  /** Out on the wire, what is stored included. */
  get sent() {
    return this.stored + sum(this.#sending);
  }

  /** @param number of the part; a file that goes in one piece is part 1 */
  sending(number, bytes) {
    this.#sending.set(number, bytes);
    this.#onChange();
  }

  lost(number) {
    this.#sending.delete(number);
    this.#onChange();
  }

  acknowledged(number, bytes) {
    this.#sending.delete(number);
    this.#stored.set(number, bytes);
    this.#onAcknowledged();
    this.#onChange();
  }

  /** Begins anew with what the store is known to hold: {number, size} each. */
  reset(held = []) {
    this.#sending.clear();
    this.#stored = new Map(held.map(({ number, size }) => [number, size]));
    this.resumed = this.stored;
    this.#onChange();
  }

  checking(checked, toCheck) {
    this.checked = checked;
    this.toCheck = toCheck;
    this.#onChange();
  }
}

function sum(bytes) {
  let total = 0;
  for (const count of bytes.values()) total += count;
  return total;
}
