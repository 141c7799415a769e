package dev.slipway.reconcile;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Iterates over paged results and reads the next page in the background. It holds two pages in
 * memory at most.
 */
final class PrefetchingIterator<T> implements Iterator<T> {
  private final Supplier<Optional<List<T>>> pages;
  private final Executor reader;
  private Iterator<T> page = Collections.emptyIterator();
  private CompletableFuture<Optional<List<T>>> next;

  /**
   * @param pages returns the next page, which may contain no elements, or empty after the last page
   */
  PrefetchingIterator(Supplier<Optional<List<T>>> pages, Executor reader) {
    this.pages = pages;
    this.reader = reader;
    this.next = CompletableFuture.supplyAsync(pages, reader);
  }

  /** Rethrows the exception of a page that could not be read. */
  @Override
  public boolean hasNext() {
    while (!page.hasNext() && next != null) {
      var read = await();
      page = read.map(List::iterator).orElseGet(Collections::emptyIterator);
      next = read.isPresent() ? CompletableFuture.supplyAsync(pages, reader) : null;
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }

  private Optional<List<T>> await() {
    try {
      return next.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
