package dev.slipway.web.database;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/**
 * A {@link GroupCommit} for each key, such as an account: items with the same key share
 * transactions, and items with different keys don't wait for each other.
 *
 * @param <K> what the items of a transaction have in common
 * @param <T> an item
 * @param <R> its result
 */
public final class GroupCommits<K, T, R> {
  private final BiFunction<K, List<T>, List<R>> transaction;
  private final int maxItems;

  /** The keys that have a call now. */
  private final ConcurrentMap<K, Group> groups = new ConcurrentHashMap<>();

  /**
   * @param transaction executes items with the same key, as in {@link GroupCommit}
   * @param maxItems the limit for a transaction
   */
  public GroupCommits(BiFunction<K, List<T>, List<R>> transaction, int maxItems) {
    this.transaction = transaction;
    this.maxItems = maxItems;
  }

  /**
   * Executes an item, possibly with those of other callers that have the same key.
   *
   * @throws RuntimeException of the transaction
   */
  public R execute(K key, T item) {
    var group = groups.compute(key, (k, found) -> (found == null ? new Group(k) : found).entered());
    try {
      return group.commit.execute(item);
    } finally {
      groups.computeIfPresent(key, (k, found) -> found.left());
    }
  }

  /** Returns how many keys have a call now. */
  int keysInUse() {
    return groups.size();
  }

  /** The calls with one key; changed only within the map's operations on that key. */
  private final class Group {
    private final GroupCommit<T, R> commit;
    private int calls;

    Group(K key) {
      this.commit = new GroupCommit<>(items -> transaction.apply(key, items), item -> 1, maxItems);
    }

    Group entered() {
      calls++;
      return this;
    }

    /** Returns null after the last call, which removes the group. */
    Group left() {
      calls--;
      return calls == 0 ? null : this;
    }
  }
}
