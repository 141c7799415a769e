package dev.slipway.catalogue.live;

import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Delivers the changes of all replicas to the clients of this one. While there are any, it reads
 * the new changes once a second, once for all clients. PostgreSQL's NOTIFY would be faster, but it
 * serializes the commits of everything that writes.
 */
@ApplicationScoped
class ChangeFeed implements ChangeListener.Owner {
  private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

  /** Proxies close connections that are idle for a minute. */
  static final long SILENCE = Duration.ofSeconds(20).toNanos();

  /** Otherwise all clients of a replica that has just started would return at the same time. */
  private static final double MAX_EXTENSION = 0.2;

  private static final int READERS = 2;

  private final ChangeLog log;
  private final ListenerLogins logins;
  private final LiveConfig config;
  private final ListenerLimits limits;
  private final Set<ChangeListener> listeners = new HashSet<>();
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(READERS, READERS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());

  private final SearchLoop loop;

  /** The last change that was offered to the listeners. */
  private long position;

  private volatile boolean stopping;

  ChangeFeed(
      ChangeLog log,
      ListenerLogins logins,
      LiveConfig config,
      ListenerLimits limits,
      BackgroundConfig background) {
    this.log = log;
    this.logins = logins;
    this.config = config;
    this.limits = limits;
    this.loop =
        new SearchLoop(
            "live-changes",
            IdleBackoff.forDeferrableWork(background),
            this::poll,
            "The changes can't be read");
    readers.allowCoreThreadTimeOut(true);
  }

  /** Processes that only run media jobs have no listeners. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  /**
   * @param address the network of the client
   * @throws dev.slipway.web.problem.ProblemException {@code too-many-requests}
   */
  void requireRoom(String address) {
    limits.requireRoom(address);
  }

  /**
   * Prepares a stream of changes. Its first event tells the client how far it is.
   *
   * @param after the last change that the client has; null to begin now
   */
  Flow.Publisher<LiveEvent> open(ChangeListener.Client client, Long after) {
    var canContinue = after != null && log.canContinueAfter(after);
    var start = canContinue ? after : findLatest();
    var first = after == null || canContinue ? LiveEvent.position(start) : LiveEvent.reset(start);
    return subscriber -> {
      var listener = new ChangeListener(client, first, start, endOfResponse(), subscriber, this);
      add(listener);
      subscriber.onSubscribe(listener);
    };
  }

  /** While nobody listens, changes get no numbers; those of that time are not new. */
  private long findLatest() {
    while (!stopping && log.numberCommitted()) {
      // Until all have one.
    }
    return log.findLastNumber();
  }

  private long endOfResponse() {
    var extension = 1 + ThreadLocalRandom.current().nextDouble(MAX_EXTENSION);
    return System.nanoTime() + Math.round(config.response().toNanos() * extension);
  }

  private synchronized void add(ChangeListener listener) {
    if (listeners.isEmpty()) {
      // Nothing was read while nobody listened. Who lacks earlier changes reads them for itself.
      position = listener.position();
    }
    listeners.add(listener);
    limits.add(listener.address());
    if (stopping) {
      listener.end();
    }
    loop.wake();
  }

  @Override
  public void onClosed(ChangeListener listener) {
    synchronized (this) {
      if (listeners.remove(listener)) {
        limits.remove(listener.address());
      }
    }
  }

  @Override
  public void onHungry(ChangeListener listener) {
    if (!listener.beginReading(latest())) {
      return;
    }
    try {
      readers.execute(() -> readFor(listener));
    } catch (RejectedExecutionException stopped) {
      listener.endReading();
    }
  }

  private void readFor(ChangeListener listener) {
    try {
      if (listener.isOpen()) {
        var after = listener.position();
        var until = Math.min(after + ChangeLog.BATCH_SIZE, latest());
        var changes = log.readBetween(after, until, listener.filter());
        // What doesn't fit is read again when the client has taken what is queued.
        var isComplete = changes.size() < ChangeListener.CAPACITY;
        listener.take(changes, isComplete ? until : changes.get(changes.size() - 1).number());
      }
    } catch (RuntimeException e) {
      // The next poll reports that the database is unavailable, and reads for the listener again.
      LOG.debugf(e, "The changes can't be read");
      listener.endReading();
      return;
    }
    listener.endReading();
    // After the others that wait, if nothing in this range concerned the client.
    onHungry(listener);
  }

  /** Offers new changes to the listeners; returns whether there are any listeners. */
  private boolean poll() {
    var present = listeners();
    if (present.isEmpty()) {
      return false;
    }
    try {
      offerNewChanges();
    } finally {
      present.forEach(this::maintain);
    }
    return true;
  }

  /**
   * Ends the responses of clients whose login or share link has ended, or that are no
   * administrators any more.
   */
  @Scheduled(
      every = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void endInvalid() {
    try {
      logins.findEnded(listeners()).forEach(ChangeListener::disconnect);
    } catch (RuntimeException e) {
      // The poll reports that the database is unavailable. No change can be read meanwhile.
      LOG.debugf(e, "The logins and share links of clients can't be checked");
    }
  }

  private void offerNewChanges() {
    boolean more;
    do {
      more = log.numberCommitted();
      var before = latest();
      var changes = log.readAfter(before);
      if (!changes.isEmpty()) {
        more |= changes.size() == ChangeLog.BATCH_SIZE;
        advanceTo(changes.get(changes.size() - 1).number())
            .forEach(listener -> listener.offer(changes, before));
      }
    } while (more && !stopping);
  }

  private void maintain(ChangeListener listener) {
    if (listener.isStalled(config.stalled().toNanos())) {
      listener.disconnect();
    } else if (listener.isOver()) {
      listener.end();
    } else {
      onHungry(listener);
      listener.keepAlive(SILENCE);
    }
  }

  private synchronized List<ChangeListener> advanceTo(long number) {
    position = Math.max(position, number);
    return List.copyOf(listeners);
  }

  private synchronized long latest() {
    return position;
  }

  private synchronized List<ChangeListener> listeners() {
    return List.copyOf(listeners);
  }

  /** Ends the responses, so that the clients continue at another replica. */
  void stop(@Observes ShutdownDelayInitiatedEvent initiated) {
    stopping = true;
    listeners().forEach(ChangeListener::end);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    loop.close();
    listeners().forEach(ChangeListener::drop);
    readers.shutdownNow();
  }
}
