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
 * What callers got who ask without a pause, each on a connection of its own.
 *
 * @param latencies milliseconds
 */
public record LoadRun(double perSecond, Samples latencies) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * @param status that every answer must have
   */
  public record Request(String method, String path, String json, int status) {}

  /**
   * @param work what each caller asks for, one after the other; the callers begin together
   */
  public static LoadRun of(PackagedApplication application, List<List<Request>> work)
      throws Exception {
    return of(application::connect, work);
  }

  /**
   * @param connections where each caller gets its own
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
      var began = System.nanoTime();
      var latencies = join(results);
      var seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
      return new LoadRun(latencies.length / seconds, new Samples(latencies));
    } finally {
      callers.shutdownNow();
    }
  }

  /** As many times the same request. */
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
    try (var wire = connections.get()) {
      start.await();
      for (var i = 0; i < latencies.length; i++) {
        var request = requests.get(i);
        var began = System.nanoTime();
        wire.send(request.method(), request.path(), request.json()).expect(request.status());
        latencies[i] = (System.nanoTime() - began) / NANOS_PER_MILLI;
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
