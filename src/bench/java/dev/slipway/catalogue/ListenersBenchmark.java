package dev.slipway.catalogue;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** P12: what many clients that follow live changes cost the others. */
class ListenersBenchmark {
  private static final int LISTENERS = 1_000;
  private static final int CALLERS = 8;
  private static final int REQUESTS_PER_CALLER = 250;

  private static final String REFUSED = "HTTP/1.1 4";

  /** Opens uploads, which writes, and lists videos, which reads. */
  private static final List<Request> WORK =
      List.of(
          new Request(
              "POST",
              "/api/uploads",
              "{\"fileName\":\"clip.mp4\",\"contentType\":\"video/mp4\",\"size\":1048576}",
              201),
          new Request("GET", "/api/videos", "", 200));

  @Test
  void measuresTheApiBesideListeners() throws Exception {
    try (var services = BenchmarkServices.start();
        var application =
            services.startApplication(
                Map.of(
                    "SLIPWAY_QUOTA_VIDEOS",
                    "1000000",
                    "SLIPWAY_QUOTA_BYTES",
                    "1000000000000",
                    // All listen from one address, and begin again in each round.
                    "SLIPWAY_CHANGES_LISTENERS_PER_ADDRESS",
                    "1000000"))) {
      var runs =
          new InterleavedRuns<LoadRun>(1)
              .with("none", () -> load(application))
              .with("listeners", () -> loadBesideListeners(application))
              .run();
      var without = runs.get("none");
      var with = runs.get("listeners");
      new ResultTable("P12: ms for a request of the API, " + CALLERS + " callers")
          .row("p50, no listeners", Samples.of(without, LoadRun::p50))
          .row("p50, " + LISTENERS + " listeners", Samples.of(with, LoadRun::p50))
          .row("p99, no listeners", Samples.of(without, LoadRun::p99))
          .row("p99, " + LISTENERS + " listeners", Samples.of(with, LoadRun::p99))
          .print();
    }
  }

  private static LoadRun load(PackagedApplication application) throws Exception {
    var work = new ArrayList<Request>();
    for (var i = 0; i < REQUESTS_PER_CALLER; i++) {
      work.addAll(WORK);
    }
    return LoadRun.of(application, Collections.nCopies(CALLERS, work));
  }

  private static LoadRun loadBesideListeners(PackagedApplication application) throws Exception {
    var sockets = new ArrayList<Socket>();
    try {
      for (var i = 0; i < LISTENERS; i++) {
        sockets.add(listen(application.origin()));
      }
      return load(application);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /** Follows the changes, and waits for the first message. */
  private static Socket listen(URI origin) throws IOException {
    var socket = new Socket(origin.getHost(), origin.getPort());
    var request = "GET /api/changes HTTP/1.1\r\nHost: " + origin.getAuthority() + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    readUntil(socket.getInputStream(), "latest");
    return socket;
  }

  private static void readUntil(InputStream input, String text) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      var next = input.read();
      if (next < 0 || read.indexOf(REFUSED) >= 0) {
        throw new IOException("The application doesn't send changes: " + read);
      }
      read.append((char) next);
    }
  }
}
