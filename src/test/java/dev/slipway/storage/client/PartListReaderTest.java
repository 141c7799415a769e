package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.StoredPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the lists of parts that different stores send. */
class PartListReaderTest {
  private static final String PART =
      "<Part><PartNumber>%d</PartNumber><ETag>&quot;e%d&quot;</ETag><Size>7</Size>%s</Part>";

  private final ObjectKey key = ObjectKey.ofSource(RandomId.random(new SecureRandom()));
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          queries.add(exchange.getRequestURI().getRawQuery());
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsListsWithoutOptionalElements() throws Exception {
    answer = "<ListPartsResult>" + PART.formatted(1, 1, "") + "</ListPartsResult>";

    var page = page(0);

    assertThat(page.parts()).containsExactly(new StoredPart(1, 7, "e1", null));
    assertThat(page.nextMarker()).isZero();
    assertThat(queries.get(0)).contains("uploadId=an%20id").doesNotContain("part-number-marker");
  }

  @Test
  void readsAnyNamespaceAndTheNextMarker() throws Exception {
    answer =
        "<ListPartsResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
            + "<IsTruncated>true</IsTruncated><NextPartNumberMarker>3</NextPartNumberMarker>"
            + PART.formatted(3, 3, "<ChecksumSHA256>c=</ChecksumSHA256>")
            + "</ListPartsResult>";

    var page = page(2);

    assertThat(page.parts()).containsExactly(new StoredPart(3, 7, "e3", "c="));
    assertThat(page.nextMarker()).isEqualTo(3);
    assertThat(queries.get(0)).contains("part-number-marker=2");
  }

  @Test
  void passesTheErrorCodeOn() {
    status = 404;
    answer = "<Error><Code>NoSuchUpload</Code></Error>";

    assertThatExceptionOfType(io.minio.errors.ErrorResponseException.class)
        .isThrownBy(() -> page(0))
        .satisfies(
            e -> {
              assertThat(e.errorResponse().code()).isEqualTo("NoSuchUpload");
              assertThat(e.response().code()).isEqualTo(404);
            });
  }

  @Test
  void rejectsEverythingButAPartList() {
    for (var other :
        List.of(
            "",
            "{}",
            "<Error><Code>InternalError</Code></Error>",
            "<ListPartsResult><Part><PartNumber>1</PartNumber></Part></ListPartsResult>",
            "<ListPartsResult><IsTruncated>true</IsTruncated></ListPartsResult>")) {
      answer = other;
      assertThatExceptionOfType(IOException.class).as(other).isThrownBy(() -> page(0));
    }
  }

  private PartListReader.Page page(int after) throws Exception {
    var config = StoreConfigs.at("http://127.0.0.1:" + server.getAddress().getPort());
    var connection = StoreConnections.to(config);
    try {
      return new PartListReader(config, connection.httpClient(), Clock.systemUTC())
          .readPage(key, "an id", after);
    } finally {
      connection.close();
    }
  }
}
