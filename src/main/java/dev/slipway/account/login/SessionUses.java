package dev.slipway.account.login;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records when sessions were last used. Requests only remember it in memory, and a timer writes it:
 * so no request waits for a write. A process that is killed loses ten seconds of it.
 */
@ApplicationScoped
class SessionUses {
  /** Uses closer together are written only once. */
  static final Duration PRECISION = Duration.ofMinutes(5);

  /** By the session's id. */
  private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();

  void record(LoginSession session, Instant now) {
    if (!session.lastUsedAt.plus(PRECISION).isAfter(now)) {
      unwritten.put(session.id, now);
    }
  }

  @Scheduled(every = "10s")
  void writeIfAny() {
    if (!unwritten.isEmpty()) {
      write();
    }
  }

  @Transactional
  void write() {
    // Other replicas write uses of the same sessions, so all lock them in the same order.
    for (var use : new TreeMap<>(unwritten).entrySet()) {
      unwritten.remove(use.getKey(), use.getValue());
      LoginSession.recordUse(use.getKey(), use.getValue());
    }
  }
}
