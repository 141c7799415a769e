/** Counts the bytes of one upload. Only bytes that the store has acknowledged count as stored. */
export class ByteCounter {
  #onChange;
  #onAcknowledged;
  #sending = new Map();
  #stored = new Map();

  checked = 0;
  toCheck = 0;
  /** Bytes that the store already had, which aren't sent again. */
  resumedBytes = 0;

  constructor(total, { onChange = () => {}, onAcknowledged = () => {} } = {}) {
    this.total = total;
    this.#onChange = onChange;
    this.#onAcknowledged = onAcknowledged;
  }

  get stored() {
    return sumOf(this.#stored);
  }

  /** Bytes that have left the browser, stored ones included. */
  get sent() {
    return this.stored + sumOf(this.#sending);
  }

  /** A snapshot of all counts. */
  get bytes() {
    const { stored, sent, checked, toCheck, total } = this;
    return { stored, sent, checked, toCheck, total };
  }

  /** @param number of the part; a file that is sent in one PUT is part 1 */
  recordSent(number, bytes) {
    this.#sending.set(number, bytes);
    this.#onChange();
  }

  /** The request failed: its bytes no longer count as sent. */
  discardSent(number) {
    this.#sending.delete(number);
    this.#onChange();
  }

  acknowledge(number, bytes) {
    this.#sending.delete(number);
    this.#stored.set(number, bytes);
    this.#onAcknowledged();
    this.#onChange();
  }

  recordChecked(checked, toCheck) {
    this.checked = checked;
    this.toCheck = toCheck;
    this.#onChange();
  }

  /** Starts again with the parts that the store has: {number, size} each. */
  reset(storedParts = []) {
    this.#sending.clear();
    this.#stored = new Map(storedParts.map(({ number, size }) => [number, size]));
    this.resumedBytes = this.stored;
    this.#onChange();
  }
}

function sumOf(counts) {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
