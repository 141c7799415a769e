package dev.slipway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.BenchmarkFile;
import dev.slipway.benchmark.PackagedApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uploads a file with curl to a signed URL. */
final class Curl {
  private Curl() {}

  /** Opens an upload and puts the file. */
  static TransferResult put(PackagedApplication application, Path file)
      throws IOException, InterruptedException {
    var request =
        """
        {"fileName":"film.mp4","contentType":"video/mp4","size":%d}"""
            .formatted(BenchmarkFile.BYTES);
    try (var connection = application.connect()) {
      var upload = connection.send("POST", "/api/uploads", request).expect(201).json();
      return new TransferResult(upload.get("id").asText(), seconds(upload.get("put"), file));
    }
  }

  /** Returns the total time that curl reports. */
  private static double seconds(JsonNode put, Path file) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.addAll(List.of("curl", "-sSf", "-o", "/dev/null", "-w", "%{time_total}"));
    put.get("headers")
        .fields()
        .forEachRemaining(
            header ->
                command.addAll(List.of("-H", header.getKey() + ": " + header.getValue().asText())));
    command.addAll(List.of("-T", file.toString(), put.get("url").asText()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("curl ended with " + process.exitValue());
    }
    return Double.parseDouble(output);
  }
}
