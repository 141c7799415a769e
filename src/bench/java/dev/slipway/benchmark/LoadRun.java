package dev.slipway.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The result of a load: callers that send requests without pauses, each on its own connection.
 *
 * @param perSecond responses per second of all callers together
 * @param latencies the latencies of all requests in milliseconds
 */
public record LoadRun(double perSecond, Samples latencies) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * One request of a load.
   *
   * @param json the body; empty if there is none
   * @param status the required status of the response
   */
  public record Request(String method, String path, String json, int status) {}

  /**
   * Runs a load on the application, with the creator's session.
   *
   * @param work the sequence of requests of each caller; all callers start together
   */
  public static LoadRun of(PackagedApplication application, List<List<Request>> work)
      throws Exception {
    return of(application::connect, work);
  }

  /**
   * Runs a load on given connections.
   *
   * @param connections creates the connection of a caller
   * @param work the sequence of requests of each caller; all callers start together
   */
  public static LoadRun of(Supplier<CountingConnection> connections, List<List<Request>> work)
      throws Exception {
    var start = new CyclicBarrier(work.size() + 1);
    var callers = Executors.newFixedThreadPool(work.size());
    try {
      var results = new ArrayList<Future<double[]>>();
      for (var requests : work) {
        results.add(callers.submit(() -> send(connections, requests, start)));
      }
      start.await();
      var startedAt = System.nanoTime();
      var latencies = join(results);
      var seconds = (System.nanoTime() - startedAt) / NANOS_PER_SECOND;
      return new LoadRun(latencies.length / seconds, new Samples(latencies));
    } finally {
      callers.shutdownNow();
    }
  }

  /** Repeats a request. */
  public static List<Request> repeat(int times, Request request) {
    return Collections.nCopies(times, request);
  }

  public double p50() {
    return latencies.median();
  }

  public double p99() {
    return latencies.quantile(0.99);
  }

  private static double[] send(
      Supplier<CountingConnection> connections, List<Request> requests, CyclicBarrier start)
      throws Exception {
    var latencies = new double[requests.size()];
    try (var connection = connections.get()) {
      start.await();
      for (var i = 0; i < latencies.length; i++) {
        var request = requests.get(i);
        var startedAt = System.nanoTime();
        connection.send(request.method(), request.path(), request.json()).expect(request.status());
        latencies[i] = (System.nanoTime() - startedAt) / NANOS_PER_MILLI;
      }
    }
    return latencies;
  }

  private static double[] join(List<Future<double[]>> results)
      throws ExecutionException, InterruptedException {
    var all = new ArrayList<double[]>();
    for (var result : results) {
      all.add(result.get());
    }
    return all.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
