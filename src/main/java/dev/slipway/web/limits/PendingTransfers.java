package dev.slipway.web.limits;

import dev.slipway.web.limits.DroppedRequests.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Request bodies that are in memory, or responses that their clients have not read: how many are
 * slow and how many bytes they have, in all and for each client address. A transfer is slow if it
 * takes longer than {@link #SLOW_AFTER}. Only slow ones are limited in number, so an honest client
 * is served while another one at its address stalls. The bytes of complete bodies have a limit of
 * their own for each address, because its client may not read the responses.
 */
final class PendingTransfers {
  /** A transfer that ends by then is only limited in size. */
  static final Duration SLOW_AFTER = Duration.ofSeconds(1);

  /** So that one address can't use the memory of all. */
  private static final int MEMORY_SHARES = 4;

  /** The same for all bytes of an address, with those of complete transfers. */
  private static final int MEMORY_SHARES_WITH_COMPLETE = 2;

  private final int maxSlow;
  private final int maxSlowPerAddress;
  private final long maxBytes;
  private final Map<String, Usage> usageByAddress = new HashMap<>();
  private final Usage total = new Usage();

  PendingTransfers(int maxSlow, int maxSlowPerAddress, long maxBytes) {
    this.maxSlow = maxSlow;
    this.maxSlowPerAddress = maxSlowPerAddress;
    this.maxBytes = maxBytes;
  }

  static PendingTransfers limitedBy(RequestLimitsConfig config) {
    return new PendingTransfers(
        config.slow(), config.slowPerAddress(), config.slowMemory().asLongValue());
  }

  /** Registers a transfer, which must be closed when it is complete or given up. */
  Transfer open(String address) {
    return new Transfer(address);
  }

  /** The slow transfers at this moment. */
  synchronized int slowCount() {
    return total.slow;
  }

  /** What transfers use. */
  private static final class Usage {
    private int transfers;
    private int slow;
    private long bytes;
    private long completeBytes;
  }

  /** One body or response. */
  final class Transfer {
    private final String address;
    private long bytes;
    private boolean isSlow;
    private boolean isComplete;
    private boolean isClosed;

    private Transfer(String address) {
      this.address = address;
      synchronized (PendingTransfers.this) {
        usageByAddress.computeIfAbsent(address, key -> new Usage()).transfers++;
      }
    }

    /** Adds bytes, unless a limit is reached; then returns which. */
    Optional<Reason> addBytes(int count) {
      synchronized (PendingTransfers.this) {
        var own = usageByAddress.get(address);
        if (total.bytes + count > maxBytes) {
          return Optional.of(Reason.MEMORY);
        }
        var bytesAfter = own.bytes + count;
        if (bytesAfter > maxBytes / MEMORY_SHARES
            || bytesAfter + own.completeBytes > maxBytes / MEMORY_SHARES_WITH_COMPLETE) {
          return Optional.of(Reason.ADDRESS);
        }
        own.bytes += count;
        total.bytes += count;
        bytes += count;
        return Optional.empty();
      }
    }

    /** Counts the transfer as slow, unless a limit is reached; then returns which. */
    Optional<Reason> markSlow() {
      synchronized (PendingTransfers.this) {
        var own = usageByAddress.get(address);
        if (own.slow >= maxSlowPerAddress) {
          return Optional.of(Reason.ADDRESS);
        }
        if (total.slow >= maxSlow) {
          return Optional.of(Reason.TOTAL);
        }
        own.slow++;
        total.slow++;
        isSlow = true;
        return Optional.empty();
      }
    }

    /**
     * The transfer has ended, but its bytes stay in memory until {@link #close}. For the address
     * they no longer count as incomplete.
     */
    void complete() {
      synchronized (PendingTransfers.this) {
        if (!isClosed && !isComplete) {
          isComplete = true;
          var own = endIncomplete();
          own.completeBytes += bytes;
        }
      }
    }

    /** Returns what the transfer uses. Repeating it has no effect. */
    void close() {
      synchronized (PendingTransfers.this) {
        if (isClosed) {
          return;
        }
        isClosed = true;
        total.bytes -= bytes;
        var own = usageByAddress.get(address);
        if (isComplete) {
          own.completeBytes -= bytes;
        } else {
          endIncomplete();
        }
        own.transfers--;
        if (own.transfers == 0) {
          usageByAddress.remove(address);
        }
      }
    }

    private Usage endIncomplete() {
      var own = usageByAddress.get(address);
      own.bytes -= bytes;
      if (isSlow) {
        own.slow--;
        total.slow--;
      }
      return own;
    }
  }
}
