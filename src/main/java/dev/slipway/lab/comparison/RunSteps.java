package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.client.ClientFile;
import dev.slipway.lab.comparison.client.ClientGroup;
import dev.slipway.lab.comparison.client.ClientSettings;
import dev.slipway.lab.comparison.client.Way;
import dev.slipway.lab.comparison.measure.ProcessUsage;
import dev.slipway.lab.comparison.measure.StoreCalls;
import dev.slipway.uploads.multipart.PartPlan;
import java.util.List;
import java.util.concurrent.Future;

/** The steps of one run. Each leaves uploads whose names begin with its prefix. */
final class RunSteps {
  private static final double NANOS_PER_SECOND = 1e9;

  static final int WARM_UP_FILES = 4;

  /** Where the connection of a file is cut. */
  private static final double CUT_SHARE = 0.6;

  private final ClientSettings settings;
  private final StoreCalls storeCalls;
  private final Waiting waiting;

  /** Waits for clients, while the run reports that it is alive. */
  interface Waiting {
    /** Returns when all clients have ended; throws the first failure. */
    <T> T forAll(List<Future<T>> clients) throws Exception;
  }

  RunSteps(ClientSettings settings, StoreCalls storeCalls, Waiting waiting) {
    this.settings = settings;
    this.storeCalls = storeCalls;
    this.waiting = waiting;
  }

  /**
   * Sends files at once without measuring them, so that classes are loaded, the code of all ways is
   * compiled and connections are open. Otherwise the first way would pay for the others.
   */
  void warmUp(Way way, ClientFile file, String prefix) throws Exception {
    try (var group = clients(way, WARM_UP_FILES, file, prefix)) {
      waiting.forAll(group.sendAll(WARM_UP_FILES));
    }
  }

  Measurement measure(Way way, int clients, ClientFile file, String prefix) throws Exception {
    try (var group = clients(way, clients, file, prefix)) {
      var callsBefore = storeCalls.count();
      var before = ProcessUsage.now(group.threads());
      var start = System.nanoTime();
      waiting.forAll(group.sendAll(clients));
      var seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      var used = ProcessUsage.now(group.threads()).since(before);
      var counters = group.counters();
      return new Measurement(
          way,
          clients,
          seconds,
          used.applicationSeconds(),
          used.runtimeSeconds(),
          used.clientSeconds(),
          used.storeSeconds(),
          used.allocatedBytes(),
          counters.application().bytes() + forwarded(way, clients, file),
          counters.application().requests(),
          counters.store().requests() + storeCalls.count() - callsBefore,
          counters.waits().sum());
    }
  }

  CutMeasurement cut(Way way, ClientFile file, String prefix) throws Exception {
    var cutAfter = (long) (file.size() * CUT_SHARE);
    try (var group = clients(way, 1, file, prefix)) {
      var transfer = waiting.forAll(List.of(group.cutAndResume(cutAfter)));
      return new CutMeasurement(way, file.size(), transfer.beforeCut(), transfer.afterCut());
    }
  }

  /** Bytes of files that the application has sent to the store. */
  private static long forwarded(Way way, int clients, ClientFile file) {
    return switch (way) {
      case PUT, PARTS -> 0;
      case APPLICATION, SFTP -> (long) clients * file.size();
    };
  }

  /** With the smallest parts that a store accepts, because files of a comparison are small. */
  private ClientGroup clients(Way way, int clients, ClientFile file, String prefix) {
    return new ClientGroup(way, clients, settings, file, prefix, PartPlan.MIN_PART_SIZE);
  }
}
