package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.BucketListing;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class S3BucketListingTest {
  private static final List<ObjectKey> KEYS =
      List.of(
          new ObjectKey("videos/listed/a b+c%20.mp4"),
          new ObjectKey("videos/listed/z \"é\" & <x>.mp4"));

  private static final String TRUNCATED =
      "<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
          + "<Name>bucket</Name><Prefix/><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys>"
          + "<IsTruncated>true</IsTruncated>%s</ListBucketResult>";

  @Inject BucketListing listing;
  @Inject ObjectStore store;
  @Inject Presigner presigner;
  @Inject StoreConfig config;

  @BeforeEach
  void putObjects() {
    StoreEvents.pause();
    KEYS.forEach(this::put);
  }

  @AfterEach
  void removeObjects() {
    KEYS.forEach(store::remove);
    StoreEvents.resume();
  }

  @Test
  void listsEveryKeyInOrder() {
    var listed = listing.firstPage(new ObjectKey("videos/listed/")).objects();

    assertThat(listed).extracting(ListedObject::key).startsWith(KEYS.toArray(ObjectKey[]::new));
    assertThat(listed).extracting(ListedObject::key).isSorted();
  }

  @Test
  void listsTheSameSizeAndEtagAsHead() {
    var object = store.head(KEYS.get(0)).orElseThrow();
    var listed = listing.firstPage(new ObjectKey("videos/listed/")).objects().get(0);

    assertThat(listed).isEqualTo(new ListedObject(object.key(), object.size(), object.etag()));
  }

  @Test
  void reportsAMissingBucketAsUnavailable() {
    var otherConfig = OtherStoreConfig.in(config, "no-such-bucket");
    var otherListing = new S3BucketListing(otherConfig, StoreConnections.to(otherConfig));

    assertThatThrownBy(() -> otherListing.firstPage(null))
        .isInstanceOf(StoreUnavailableException.class);
  }

  /** Treated as the last page, it would make all later objects look removed. */
  @Test
  void refusesAPageThatHasNoNextOneAndIsNotTheLast() throws IOException {
    var token = "<NextContinuationToken>two</NextContinuationToken>";
    assertThat(firstPage(token).continuationToken()).isEqualTo("two");

    assertThatThrownBy(() -> firstPage("")).isInstanceOf(StoreUnavailableException.class);
  }

  /** The first page of a store that says that there are more. */
  private BucketListing.Page firstPage(String elements) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = TRUNCATED.formatted(elements).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/xml");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var address = "http://127.0.0.1:" + server.getAddress().getPort();
      var otherConfig = OtherStoreConfig.at(config, address);
      return new S3BucketListing(otherConfig, StoreConnections.to(otherConfig)).firstPage(null);
    } finally {
      server.stop(0);
    }
  }

  private void put(ObjectKey key) {
    var url =
        presigner.presignPut(
            key, new PutConstraints("video/mp4", 3, null, Map.of()), Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(new byte[3]))
        .isEqualTo(200);
  }
}
