/** Runs tasks one after another, in the order in which they came. */
export class Sequence {
  #last = Promise.resolve();

  /** Settles as the task does; a task that fails does not stop the next. */
  add(task) {
    const run = this.#last.then(task);
    this.#last = run.catch(() => {});
    return run;
  }
}
