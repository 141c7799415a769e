package dev.slipway.lab.comparison.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sends a file in pre-signed parts, one after another. */
final class PartsFileClient implements FileClient {
  private final ApplicationClient application;
  private final StoreClient store;
  private final ClientFile file;
  private final String name;
  private final long preferredPartSize;
  private String address;
  private int partSize;
  private int partCount;

  PartsFileClient(
      ApplicationClient application,
      StoreClient store,
      ClientFile file,
      String name,
      long preferredPartSize) {
    this.application = application;
    this.store = store;
    this.file = file;
    this.name = name;
    this.preferredPartSize = preferredPartSize;
  }

  @Override
  public void send(SentBytes sent) throws IOException {
    var upload =
        application.call(
            "POST",
            "/api/uploads",
            Map.of(
                "fileName",
                name,
                "contentType",
                ClientFile.TYPE,
                "size",
                file.size(),
                "multipart",
                true,
                "partSize",
                preferredPartSize),
            sent);
    address = "/api/uploads/" + upload.path("id").asText();
    partSize = upload.path("partSize").asInt();
    partCount = upload.path("partCount").asInt();
    sendParts(IntStream.rangeClosed(1, partCount).boxed().toList(), sent);
  }

  /** Asks which parts the store has, and sends the others. */
  @Override
  public void resume(SentBytes sent) throws IOException {
    var stored = new HashSet<Integer>();
    application
        .call("GET", address, null, sent)
        .path("parts")
        .forEach(part -> stored.add(part.path("number").asInt()));
    sendParts(
        IntStream.rangeClosed(1, partCount).filter(part -> !stored.contains(part)).boxed().toList(),
        sent);
  }

  private void sendParts(List<Integer> numbers, SentBytes sent) throws IOException {
    for (var signed : sign(numbers, sent)) {
      var number = signed.path("number").asInt();
      store.put(signed, file, startOf(number), sizeOf(number), sent);
    }
    application.call("PUT", address + "/completion", Map.of(), sent);
  }

  /** All at once, because they are few. */
  private JsonNode sign(List<Integer> numbers, SentBytes sent) throws IOException {
    var parts = new ArrayList<Map<String, Object>>();
    for (var number : numbers) {
      parts.add(
          Map.of(
              "number", number,
              "size", sizeOf(number),
              "checksumSha256", file.checksumSha256(startOf(number), sizeOf(number))));
    }
    return application.call("POST", address + "/parts", Map.of("parts", parts), sent).path("parts");
  }

  private int startOf(int number) {
    return (number - 1) * partSize;
  }

  private int sizeOf(int number) {
    return Math.min(partSize, file.size() - startOf(number));
  }
}
