/** Milliseconds that a diagram shows at least, so that short uploads don't look slow. */
const MIN_SPAN = 5_000;

export const LANES = ["browser", "store", "notification", "catalogue"];

/**
 * What happened during one upload. Each entry has a lane, a tone (`good`, `bad`, `busy` or `info`), a
 * text, a start and, once it has ended, an end. Times are in milliseconds since the upload began.
 */
export class Timeline extends EventTarget {
  #now;
  #startedAt;
  entries = [];
  /** The fault: {title, start, end}; null before it begins. */
  fault = null;

  constructor({ now = Date.now } = {}) {
    super();
    this.#now = now;
    this.#startedAt = now();
  }

  get elapsed() {
    return this.#now() - this.#startedAt;
  }

  /** Adds something that happens at one moment. @param at of the browser's clock */
  mark(lane, tone, text, at = this.#now()) {
    const start = Math.max(0, at - this.#startedAt);
    this.#add({ lane, tone, text, start, end: start });
  }

  /**
   * Adds something that takes time. Returns a function that ends it: ({tone, text, at}), with what differs
   * from the beginning.
   */
  begin(lane, tone, text, at = this.#now()) {
    const entry = { lane, tone, text, start: Math.max(0, at - this.#startedAt), end: null };
    this.#add(entry);
    return ({ at: endedAt = this.#now(), ...differences } = {}) => {
      Object.assign(entry, differences, { end: endedAt - this.#startedAt });
      this.#changed();
    };
  }

  /** @param endsAt of the browser's clock */
  setFault(title, startedAt, endsAt) {
    this.fault = { title, start: Math.max(0, startedAt - this.#startedAt), end: endsAt - this.#startedAt };
    this.#changed();
  }

  #add(entry) {
    this.entries.push(entry);
    // Observations arrive later than they happened.
    this.entries.sort((one, other) => one.start - other.start);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Where a timeline is drawn, in percent of the width.
 *
 * @param until milliseconds: the present, or the end of the upload
 */
export function layOut({ entries, fault }, until) {
  const last = Math.max(0, ...entries.map(({ start, end }) => end ?? start));
  const span = Math.max(MIN_SPAN, until, last) * 1.02;
  const percent = (millis) => Math.round(Math.min(100, (millis / span) * 100) * 100) / 100;
  const place = ({ start, end }) => ({ from: percent(start), length: percent((end ?? until) - Math.min(start, end ?? until)) });
  return {
    span,
    fault: fault && fault.start < span ? place({ start: fault.start, end: Math.min(fault.end, span) }) : null,
    lanes: LANES.map((lane) => ({ lane, marks: entries.filter((entry) => entry.lane === lane).map((entry) => ({ ...place(entry), tone: entry.tone })) })),
  };
}
