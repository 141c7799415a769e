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
  private int read;

  @Test
  void continuesAfterAnEmptyPage() {
    assertThat(all(pages(List.of(1, 2), List.of(), List.of(3)))).containsExactly(1, 2, 3);
    assertThat(all(pages())).isEmpty();
  }

  @Test
  void prefetchesExactlyOnePage() {
    var ahead = new PrefetchingIterator<>(pages(List.of(1), List.of(2), List.of(3)), Runnable::run);
    assertThat(read).isEqualTo(1);

    ahead.next();

    assertThat(read).isEqualTo(2);
  }

  @Test
  void rethrowsReadErrors() {
    Supplier<Optional<List<Integer>>> away =
        () -> {
          throw new UncheckedIOException(new IOException("cut"));
        };
    var ahead = new PrefetchingIterator<>(away, Runnable::run);

    assertThatThrownBy(ahead::hasNext).isInstanceOf(UncheckedIOException.class);
  }

  @SafeVarargs
  private Supplier<Optional<List<Integer>>> pages(List<Integer>... pages) {
    Iterator<List<Integer>> all = List.of(pages).iterator();
    return () -> {
      read++;
      return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    };
  }

  private static List<Integer> all(Supplier<Optional<List<Integer>>> pages) {
    var found = new ArrayList<Integer>();
    new PrefetchingIterator<>(pages, Runnable::run).forEachRemaining(found::add);
    return found;
  }
}
