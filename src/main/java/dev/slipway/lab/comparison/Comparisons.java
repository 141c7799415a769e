package dev.slipway.lab.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

/** Keeps the newest runs, one of which may be running. */
@ApplicationScoped
@Transactional
class Comparisons {
  static final int MAX_RUNS = 50;

  /** A run reports every second. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final CurrentAccount caller;
  private final ObjectMapper json;
  private final SecureRandom random;
  private final Clock clock;

  Comparisons(CurrentAccount caller, ObjectMapper json, SecureRandom random, Clock clock) {
    this.caller = caller;
    this.json = json;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Inserts a run of the caller, and deletes the oldest ones.
   *
   * @throws ProblemException {@code too-many-requests} if another one is running
   */
  ComparisonView start(long fileSize, String store) {
    failStalledRun();
    if (Comparison.count("status", ComparisonStatus.RUNNING) > 0) {
      throw runningProblem();
    }
    var id = RandomId.random(random).value();
    var run = new Comparison(id, caller.getName(), fileSize, store, clock.instant());
    try {
      run.persistAndFlush();
    } catch (ConstraintViolationException another) {
      throw runningProblem();
    }
    deleteOldest();
    return viewOf(run, false);
  }

  /**
   * Records what is under way.
   *
   * @return whether the run must stop
   */
  boolean recordProgress(String id, String step, int percent) {
    var run = lock(id);
    run.step = step;
    run.percent = (short) percent;
    run.seenAt = clock.instant();
    return run.stopRequested || !run.isRunning();
  }

  void complete(String id, ComparisonResults results) {
    Comparison run = lock(id);
    run.results = write(results);
    run.percent = 100;
    run.end(ComparisonStatus.DONE, null, clock.instant());
  }

  void end(String id, ComparisonStatus outcome, String problem) {
    lock(id).end(outcome, problem, clock.instant());
  }

  /**
   * Asks a run to stop. Idempotent.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden} if someone else has started it
   */
  ComparisonView requestStop(String id) {
    var run = require(id, LockModeType.PESSIMISTIC_WRITE);
    if (!AccessPolicy.isManager(caller.toCaller(), run.startedBy)) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "Only the person who started a run, or an administrator, can stop it.");
    }
    run.stopRequested = true;
    return viewOf(run, true);
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  ComparisonView require(String id) {
    return viewOf(require(id, LockModeType.NONE), true);
  }

  /** Returns the newest runs, newest first. */
  List<ComparisonView> findNewest() {
    return Comparison.<Comparison>find("order by startedAt desc, id desc")
        .page(0, MAX_RUNS)
        .stream()
        .map(run -> viewOf(run, true))
        .toList();
  }

  private Comparison require(String id, LockModeType lock) {
    return Optional.of(id)
        .filter(RandomId::isValid)
        .map(valid -> Comparison.<Comparison>findById(valid, lock))
        .orElseThrow(
            () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no run with this id."));
  }

  private static Comparison lock(String id) {
    return Comparison.findById(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Ends a run whose process has stopped reporting. One that reports at the same moment holds the
   * lock, and is not selected any more when it has committed.
   */
  private void failStalledRun() {
    var now = clock.instant();
    Comparison.<Comparison>find(
            "status = ?1 and seenAt < ?2", ComparisonStatus.RUNNING, now.minus(SILENCE))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .stream()
        .forEach(
            run ->
                run.end(ComparisonStatus.FAILED, "The application stopped during the run.", now));
    Comparison.flush();
  }

  private static void deleteOldest() {
    var kept =
        Comparison.<Comparison>find("order by startedAt desc, id desc").page(0, MAX_RUNS).list();
    if (kept.size() == MAX_RUNS) {
      Comparison.delete("startedAt < ?1", kept.get(MAX_RUNS - 1).startedAt);
    }
  }

  private static ProblemException runningProblem() {
    return new ProblemException(
        ErrorCode.TOO_MANY_REQUESTS,
        "Another run is under way. Wait until it ends, or stop it.",
        RETRY_AFTER);
  }

  private ComparisonView viewOf(Comparison run, boolean withResults) {
    return new ComparisonView(
        run.id,
        run.status,
        run.startedAt,
        run.endedAt,
        run.fileSize,
        run.store,
        run.step,
        run.percent,
        run.problem,
        AccessPolicy.isManager(caller.toCaller(), run.startedBy),
        withResults && run.results != null ? read(run.results) : null);
  }

  private String write(ComparisonResults results) {
    try {
      return json.writeValueAsString(results);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ComparisonResults read(String results) {
    try {
      // Another replica may be of a later version.
      return json.readerFor(ComparisonResults.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(results);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
