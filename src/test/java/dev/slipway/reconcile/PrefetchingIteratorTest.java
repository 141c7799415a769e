package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PrefetchingIteratorTest {
  private int pagesRead;

  @Test
  void continuesAfterAnEmptyPage() {
    assertThat(readAll(pages(List.of(1, 2), List.of(), List.of(3)))).containsExactly(1, 2, 3);
    assertThat(readAll(pages())).isEmpty();
  }

  @Test
  void prefetchesExactlyOnePage() {
    var iterator =
        new PrefetchingIterator<>(pages(List.of(1), List.of(2), List.of(3)), Runnable::run);
    assertThat(pagesRead).isEqualTo(1);

    iterator.next();

    assertThat(pagesRead).isEqualTo(2);
  }

  @Test
  void rethrowsReadErrors() {
    Supplier<Optional<List<Integer>>> failing =
        () -> {
          throw new UncheckedIOException(new IOException("connection closed"));
        };
    var iterator = new PrefetchingIterator<>(failing, Runnable::run);

    assertThatThrownBy(iterator::hasNext).isInstanceOf(UncheckedIOException.class);
  }

  @SafeVarargs
  private Supplier<Optional<List<Integer>>> pages(List<Integer>... pages) {
    Iterator<List<Integer>> remaining = List.of(pages).iterator();
    return () -> {
      pagesRead++;
      return remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty();
    };
  }

  private static List<Integer> readAll(Supplier<Optional<List<Integer>>> pages) {
    var elements = new ArrayList<Integer>();
    new PrefetchingIterator<>(pages, Runnable::run).forEachRemaining(elements::add);
    return elements;
  }
}
