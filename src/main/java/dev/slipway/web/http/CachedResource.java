package dev.slipway.web.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something that another party publishes, such as its keys. It is fetched again every hour, and an
 * older one is used for a day while the other party can't be reached.
 */
public final class CachedResource<T> {
  private static final Duration CACHE_DURATION = Duration.ofHours(1);
  private static final Duration MAX_STALE_AGE = Duration.ofDays(1);

  /** Requests that waited for a failed fetch don't start another one at once. */
  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(3);

  private final Source<T> source;
  private final Duration minFetchInterval;
  private final Clock clock;
  private final Lock fetching = new ReentrantLock();
  private volatile Fetched<T> current;

  /** Null if the last fetch succeeded. */
  private volatile Instant failedAt;

  /**
   * @param minFetchInterval of {@link #getNew}: tokens with unknown key ids cause fetches, so their
   *     rate is limited
   */
  public CachedResource(Source<T> source, Duration minFetchInterval, Clock clock) {
    this.source = source;
    this.minFetchInterval = minFetchInterval;
    this.clock = clock;
  }

  /** Fetches and parses it. */
  public interface Source<T> {
    T fetch() throws IOException;
  }

  private record Fetched<T>(T value, Instant at) {}

  /**
   * @throws IOException if there is none that may be used
   */
  public T get() throws IOException {
    return get(CACHE_DURATION, MAX_STALE_AGE);
  }

  /**
   * Returns a new one, because the known one lacks something, unless that was fetched just now.
   *
   * @throws IOException if it can't be fetched
   */
  public T getNew() throws IOException {
    return get(minFetchInterval, minFetchInterval);
  }

  /** Whether the last fetch failed. */
  public boolean isFailing() {
    return failedAt != null;
  }

  private T get(Duration maxAge, Duration maxStaleAge) throws IOException {
    var known = current;
    if (!isOlder(known, maxAge)) {
      return known.value();
    }
    var isUsable = !isOlder(known, maxStaleAge);
    if (!isUsable && failedAt == null) {
      fetching.lock();
    } else if (!fetching.tryLock()) {
      if (isUsable) {
        return known.value();
      }
      // Threads that waited for an unreachable server would be missing elsewhere.
      throw new IOException("The last request failed, and the next one is under way");
    }
    try {
      // Another request may have fetched it meanwhile.
      return isOlder(current, maxAge) ? fetch() : current.value();
    } catch (IOException e) {
      if (isUsable) {
        return known.value();
      }
      throw e;
    } finally {
      fetching.unlock();
    }
  }

  private T fetch() throws IOException {
    var now = clock.instant();
    if (failedAt != null && Duration.between(failedAt, now).compareTo(FAILURE_PAUSE) < 0) {
      throw new IOException("The last request failed a moment ago");
    }
    try {
      current = new Fetched<>(source.fetch(), now);
      failedAt = null;
      return current.value();
    } catch (IOException e) {
      failedAt = clock.instant();
      throw e;
    }
  }

  private boolean isOlder(Fetched<T> fetched, Duration age) {
    return fetched == null || Duration.between(fetched.at(), clock.instant()).compareTo(age) >= 0;
  }
}
