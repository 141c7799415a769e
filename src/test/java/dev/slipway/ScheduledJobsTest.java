package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import dev.slipway.testing.ApplicationClasses;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import org.junit.jupiter.api.Test;

/**
 * Every job that runs on a schedule. Tests call most of them directly, so none of these would fail
 * if the application called a job too rarely or not at all. A new job needs a row here.
 */
class ScheduledJobsTest {
  private static final String EXPECTED =
      """
      AbandonedUploadSweeper.sweepOnSchedule every {slipway.uploads.sweep-every}, one run at a time, not on workers
      ApiTokens.deleteExpired every 1h, not on workers
      AuditRetention.deleteExpired every 1h, one run at a time, not on workers
      BulkJobRetention.deleteExpired every 1h, one run at a time, not on workers
      BulkJobWorker.updateMetrics every 15s, not on workers
      ChangeFeed.endInvalid every 10s, one run at a time, not on workers
      ChangeRetention.deleteExpired every 10m, one run at a time, not on workers
      DeletionMetrics.updateGauges every 15s, one run at a time
      DeletionWorker.compareMarkers every 1m, one run at a time, not on workers
      DeliveryMetrics.updateGauges every 15s, one run at a time
      DeliverySweep.giveUpExcess every 1m, one run at a time, not on workers
      DeliverySweep.removeOld every 1h, one run at a time, not on workers
      DoctorAtStart.runOnSchedule every 5s, one run at a time
      ImageSweep.run every 5m, one run at a time, not on workers
      InboxMetrics.updateGauges every 15s, one run at a time
      InboxRetention.deleteExpired every 1h, one run at a time, not on workers
      JobWorker.adjust every 1m, one run at a time
      KafkaTransport.checkConnection every 15s
      LeftoverSweep.run every 10m, one run at a time, not on workers
      LoginSessions.deleteExpired every 1h, not on workers
      LoginThrottle.deleteExpired every 10m
      ProcessingMetrics.updateGauges every 15s, one run at a time
      ProcessingSweep.deleteDisabled every 1m, one run at a time
      ProcessingSweep.refillOnSchedule every 10s, one run at a time, not on workers
      ProcessingSweep.run every 1m, one run at a time, not on workers
      Provider.refresh every 1m, not on workers
      ReconcileWorker.deleteExpired every 1h, not on workers
      RenditionWorker.adjust every 1m, one run at a time
      RollupWorker.run every 15s, one run at a time, not on workers
      SessionUses.writeIfAny every 10s
      SftpServer.discardIdleFiles every 10s, one run at a time, not on workers
      SftpSessions.endInvalid every 10s, one run at a time, not on workers
      ShareLinks.deleteExpired every 1h, not on workers
      SigningRateLimiter.evictIdle every 1m
      UploadMetrics.refreshOpenUploads every 15s, one run at a time
      """;

  @Test
  void everyJobHasTheExpectedSchedule() {
    var jobs =
        ApplicationClasses.ALL.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Scheduled.class))
            .map(ScheduledJobsTest::describe);

    assertThat(jobs.sorted()).containsExactlyElementsOf(EXPECTED.lines().toList());
  }

  private static String describe(JavaMethod method) {
    var schedule = method.getAnnotationOfType(Scheduled.class);
    var isExclusive = schedule.concurrentExecution() == Scheduled.ConcurrentExecution.SKIP;
    var isSkippedOnWorkers = schedule.skipExecutionIf() == SkippedOnWorkers.class;
    return "%s.%s every %s%s%s"
        .formatted(
            method.getOwner().getSimpleName(),
            method.getName(),
            schedule.every(),
            isExclusive ? ", one run at a time" : "",
            isSkippedOnWorkers ? ", not on workers" : "");
  }
}
