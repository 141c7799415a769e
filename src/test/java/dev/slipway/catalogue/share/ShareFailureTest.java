package dev.slipway.catalogue.share;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.slipway.account.SecretToken;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Mp4Header;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share links whose grants end, and whose openings fail, in the middle of a request. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ShareFailureTest {
  private static final String SIGNATURE = "X-Amz-Signature";

  @Inject ShareConfig config;
  @Inject SharingRights rights;
  @Inject CurrentVertxRequest request;
  @Inject PathPrefix prefix;
  @Inject SecureRandom random;
  @Inject Clock clock;
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final ShareClient visitor = new ShareClient();
  private String id;

  @BeforeEach
  void upload() {
    id = creator.upload("clip.mp4", Mp4Header.bytes(1_200, 7)).getString("id");
  }

  @Test
  void keepsTheNewestGrantsOfALink() {
    ShareClient.create(creator, id, Map.of());
    ShareClient.create(creator, id, Map.of());
    var start = Instant.parse("2026-01-01T00:00:00Z");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var links = ShareLink.<ShareLink>list("videoId", id);
              for (var link : links) {
                for (var hour = 0; hour < 3; hour++) {
                  var hash = new SecretToken(link.id + hour).hash();
                  var createdAt = start.plus(Duration.ofHours(hour));
                  new ShareGrant(hash, link, createdAt, link.expiresAt).persistAndFlush();
                }
              }

              ShareGrant.deleteOldest(links.get(0).id, 2);

              assertThat(findHours(links.get(0), start)).containsExactly(1L, 2L);
              assertThat(findHours(links.get(1), start)).containsExactly(0L, 1L, 2L);
            });
  }

  private static List<Long> findHours(ShareLink link, Instant start) {
    return ShareGrant.<ShareGrant>list("link = ?1 order by createdAt", link).stream()
        .map(grant -> Duration.between(start, grant.createdAt).toHours())
        .toList();
  }

  @Test
  void aGrantThatEndsDuringARequestPermitsNothing() {
    visitor.navigate(ShareClient.create(creator, id, Map.of())).statusCode(303);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update video set poster = 'aaaaaaaaaaaaaaaaaaaaaaaaaa', poster_width = 64,"
                            + " poster_height = 36, poster_placeholder = 'data:,' where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
    List<Function<ShareClient, Response>> requests =
        List.of(
            client -> urls(client, "play"),
            client -> urls(client, "download"),
            client -> client.request().get("/videos/" + id + "/download"),
            client -> client.request().get("/videos/" + id),
            client -> client.request().get("/api/videos/" + id));

    for (var each : requests) {
      endGrantsAfter(1);
      var response = each.apply(visitor);

      assertThat(response.statusCode()).isIn(303, 401);
      assertThat(response.asString()).doesNotContain(SIGNATURE);
      if (response.statusCode() == 303) {
        assertThat(response.header("Location")).contains("/login").doesNotContain(SIGNATURE);
      }
    }
  }

  @Test
  void logsNoTokenIfOpeningFails() {
    var path = ShareClient.create(creator, id, Map.of());
    var token = path.substring("/share/".length());
    failToFindGrants();

    try (var log = CapturedLog.ofAll()) {
      visitor
          .navigate(path)
          .statusCode(500)
          .header("Referrer-Policy", "strict-origin")
          .body(not(containsString(token)));
      assertThat(log.all())
          .anyMatch(line -> line.contains("Failed: /share/…"))
          .noneMatch(line -> line.contains(token));
    }
  }

  private Response urls(ShareClient client, String operation) {
    return client
        .request()
        .contentType(JSON)
        .body(Map.of("operation", operation))
        .post("/api/videos/" + id + "/urls");
  }

  /** As if the link were revoked after its grant was found this number of times. */
  private void endGrantsAfter(int finds) {
    var count = new AtomicInteger();
    QuarkusMock.installMockForType(
        new VisitorGrants(config, rights, request, prefix, random, clock) {
          @Override
          public Optional<Grant> findGrant(String videoId) {
            return count.incrementAndGet() > finds
                ? Optional.empty()
                : Optional.of(new Grant("id", clock.instant().plus(Duration.ofDays(1)), true));
          }
        },
        VisitorGrants.class);
  }

  private void failToFindGrants() {
    QuarkusMock.installMockForType(
        new VisitorGrants(config, rights, request, prefix, random, clock) {
          @Override
          boolean has(ShareLink link) {
            throw new IllegalStateException("The database doesn't answer.");
          }
        },
        VisitorGrants.class);
  }
}
