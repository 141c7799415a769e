package dev.slipway.catalogue.live;

import dev.slipway.account.validity.LongResponseLogins.Login;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;

/**
 * One client that follows the changes. Its queue is short: what doesn't fit stays in the database,
 * and is read when the client has taken what is queued. So a client that reads slowly, or not at
 * all, needs no memory.
 */
final class ChangeListener implements Flow.Subscription {
  static final int CAPACITY = 64;

  private final Client client;
  private final long endsAt;
  private final Flow.Subscriber<? super LiveEvent> subscriber;
  private final Owner owner;
  private final Queue<LiveEvent> queue = new ArrayDeque<>();

  /** The last change that was considered for this client. */
  private long position;

  /** When the client took or asked for an event, by {@link System#nanoTime}. */
  private long activeAt;

  private long demand;
  private boolean isReading;
  private boolean isEmitting;
  private boolean isEnding;
  private boolean isClosed;

  /**
   * @param first the first event, which tells the client how far it is
   * @param position the last change that the client has, or can't get
   * @param endsAt when the response should end, by {@link System#nanoTime}
   */
  ChangeListener(
      Client client,
      LiveEvent first,
      long position,
      long endsAt,
      Flow.Subscriber<? super LiveEvent> subscriber,
      Owner owner) {
    this.client = client;
    this.position = position;
    this.endsAt = endsAt;
    this.subscriber = subscriber;
    this.owner = owner;
    this.activeAt = System.nanoTime();
    queue.add(first);
  }

  String address() {
    return client.address();
  }

  ChangeFilter filter() {
    return client.filter();
  }

  /** Null without a login. */
  Login login() {
    return client.login();
  }

  /** The id of the grant of a share link without which it may not follow; null without one. */
  String grant() {
    return client.grant();
  }

  synchronized boolean isOpen() {
    return !isClosed;
  }

  synchronized long position() {
    return position;
  }

  @Override
  public void request(long count) {
    synchronized (this) {
      demand += count;
      activeAt = System.nanoTime();
    }
    emit();
    owner.onHungry(this);
  }

  @Override
  public void cancel() {
    close();
  }

  /**
   * Takes new changes, unless the client lacks earlier ones, or its queue has no room for all of
   * them. Then it gets them from the database.
   *
   * @param before the change before the first one
   */
  void offer(List<VideoChange> changes, long before) {
    synchronized (this) {
      if (isEnding || isReading || position < before) {
        return;
      }
      var events =
          changes.stream()
              .filter(change -> change.number() > position)
              .flatMap(change -> client.filter().apply(change).stream())
              .toList();
      if (queue.size() + events.size() > CAPACITY) {
        return;
      }
      queue.addAll(events);
      position = Math.max(position, changes.get(changes.size() - 1).number());
    }
    emit();
  }

  /**
   * Begins to read earlier changes, if the client lacks some and has taken what is queued.
   *
   * @param latest the latest change that is known
   * @return whether {@link #endReading} must follow
   */
  synchronized boolean beginReading(long latest) {
    if (isClosed
        || isEnding
        || isReading
        || demand == 0
        || !queue.isEmpty()
        || position >= latest) {
      return false;
    }
    isReading = true;
    return true;
  }

  /**
   * Takes the changes after {@link #position} for which there is room.
   *
   * @param until the last number that was considered
   */
  synchronized void take(List<VideoChange> changes, long until) {
    if (isClosed || isEnding) {
      return;
    }
    for (var change : changes) {
      var event = client.filter().apply(change);
      if (event.isPresent() && queue.size() == CAPACITY) {
        return;
      }
      event.ifPresent(queue::add);
      position = change.number();
    }
    position = Math.max(position, until);
  }

  void endReading() {
    synchronized (this) {
      isReading = false;
    }
    emit();
  }

  /** Tells the client how far it is, if it has heard nothing for a time in nanoseconds. */
  void keepAlive(long silence) {
    synchronized (this) {
      if (!queue.isEmpty() || demand == 0 || System.nanoTime() - activeAt < silence) {
        return;
      }
      queue.add(LiveEvent.position(position));
    }
    emit();
  }

  /** Whether the client has asked for no event for a time in nanoseconds. */
  synchronized boolean isStalled(long silence) {
    return demand == 0 && System.nanoTime() - activeAt >= silence;
  }

  boolean isOver() {
    return System.nanoTime() - endsAt >= 0;
  }

  /** Ends the response as soon as the client has taken what is queued. */
  void end() {
    synchronized (this) {
      isEnding = true;
    }
    emit();
  }

  /** Ends the response at once. */
  void drop() {
    if (close()) {
      subscriber.onComplete();
    }
  }

  /** Closes the connection, although what was sent on it is not read. */
  void disconnect() {
    close();
    client.disconnect().run();
  }

  private boolean close() {
    synchronized (this) {
      if (isClosed) {
        return false;
      }
      isClosed = true;
      queue.clear();
    }
    owner.onClosed(this);
    return true;
  }

  /**
   * Passes on what the client asked for. Only one thread does at a time, as reactive streams
   * require.
   */
  private void emit() {
    synchronized (this) {
      if (isEmitting) {
        return;
      }
      isEmitting = true;
    }
    try {
      for (var next = next(); next != null; next = next()) {
        subscriber.onNext(next);
      }
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  /** Returns the next event; null if the thread has nothing more to pass on. */
  private LiveEvent next() {
    boolean ends;
    synchronized (this) {
      if (!isClosed && demand > 0 && !queue.isEmpty()) {
        demand--;
        activeAt = System.nanoTime();
        var event = queue.remove();
        if (event.isLast()) {
          isEnding = true;
          queue.clear();
        }
        return event;
      }
      isEmitting = false;
      ends = isEnding && queue.isEmpty();
    }
    if (ends) {
      drop();
    }
    return null;
  }

  /**
   * Who listens.
   *
   * @param login null without one
   * @param grant the id of the share link's grant without which it may not follow; null without one
   * @param address the network of the client
   * @param disconnect closes its connection, or its stream of an HTTP/2 connection
   */
  record Client(
      ChangeFilter filter, Login login, String grant, String address, Runnable disconnect) {}

  /** The callbacks of a listener to its feed. */
  interface Owner {
    /** The client wants an event. */
    void onHungry(ChangeListener listener);

    void onClosed(ChangeListener listener);
  }
}
