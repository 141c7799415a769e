/** Milliseconds after which a test that hasn't ended fails. */
const TIMEOUT = 20_000;

const tests = new Map();

/** Registers a test. The function may be async; it fails by throwing. */
export function test(name, run) {
  if (tests.has(name)) throw new Error(`Two tests are called “${name}”`);
  tests.set(name, run);
}

/** Compares by content: arrays and objects are equal if their JSON is. */
export function assertEquals(actual, expected) {
  const [actualText, expectedText] = [actual, expected].map((value) => JSON.stringify(value, undefinedAsText));
  if (actualText !== expectedText) throw new Error(`Expected ${expectedText}, but was ${actualText}`);
}

// JSON has no undefined, and would take it for null in arrays.
function undefinedAsText(key, value) {
  return value === undefined ? "(undefined)" : value;
}

/** Replaces the timers of the browser. Time passes only when a test says so. */
export class FakeTimers {
  #now = 0;
  #intervals = new Map();
  #nextId = 1;

  setInterval(callback, interval) {
    this.#intervals.set(this.#nextId, { callback, interval, due: this.#now + interval });
    return this.#nextId++;
  }

  clearInterval(id) {
    this.#intervals.delete(id);
  }

  /** Lets time pass: each timer fires every time that it is due. */
  runFor(milliseconds) {
    const end = this.#now + milliseconds;
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) this.#fire(next, next.due);
    this.#now = end;
  }

  /** Jumps ahead, like a page that was frozen: each timer that is due fires once. */
  jump(milliseconds) {
    this.#now += milliseconds;
    const overdue = [...this.#intervals.values()].filter(({ due }) => due <= this.#now);
    overdue.forEach((timer) => this.#fire(timer, this.#now));
  }

  #nextDue(end) {
    const due = [...this.#intervals.values()].filter((timer) => timer.due <= end);
    return due.sort((one, other) => one.due - other.due)[0];
  }

  #fire(timer, now) {
    this.#now = now;
    timer.due = now + timer.interval;
    timer.callback();
  }
}

/** For the runner: the names of the registered tests. */
export function testNames() {
  return [...tests.keys()];
}

/** For the runner: runs one test. */
export async function runTest(name) {
  const timeout = new Promise((resolve, reject) => setTimeout(() => reject(new Error(`Not finished after ${TIMEOUT} ms`)), TIMEOUT));
  await Promise.race([tests.get(name)(), timeout]);
}
