/** Which bytes of a file are which part: all parts have the same size but the last. Numbers start at 1. */
export class PartPlan {
  #file;
  #partSize;

  constructor(file, partSize) {
    this.#file = file;
    this.#partSize = partSize;
  }

  get count() {
    return Math.ceil(this.#file.size / this.#partSize);
  }

  /** A part: {number, size, slice}. The slice is a reference; its bytes are read when they are needed. */
  part(number) {
    const start = (number - 1) * this.#partSize;
    const end = Math.min(start + this.#partSize, this.#file.size);
    return { number, size: end - start, slice: this.#file.slice(start, end) };
  }

  get parts() {
    return Array.from({ length: this.count }, (_, index) => this.part(index + 1));
  }
}
