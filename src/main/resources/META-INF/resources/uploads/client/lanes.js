/**
 * Works through items in their order, a few at a time. The first failure ends all of it.
 *
 * @param begin makes the task for an item; gets the signal that ends it
 */
export async function lanes(items, count, begin, signal) {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const task = begin(either);
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) {
      either.throwIfAborted();
      await task(item);
    }
  };
  const runs = Array.from({ length: count }, () => lane().catch((problem) => failure.abort(problem)));
  await Promise.all(runs);
  either.throwIfAborted();
}
