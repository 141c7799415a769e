package dev.slipway.catalogue.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SearchSlotsTest {
  @Inject SearchSlots applicationSlots;

  @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
  int connections;

  private final SearchSlots slots = new SearchSlots(1, 1, null);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final List<CompletableFuture<?>> searches = new ArrayList<>();

  @AfterEach
  void endSearches() {
    end.countDown();
    searches.forEach(search -> search.exceptionally(refused -> null).join());
    pool.shutdown();
  }

  @Test
  void runsASearchWhenTheOneBeforeEnds() {
    var first = runUntilTheEnd(slots, "a");
    var second = CompletableFuture.supplyAsync(() -> slots.run("b", () -> "found"), pool);

    assertThat(second).isNotDone();
    end.countDown();

    assertThat(first.join()).isEqualTo("ended");
    assertThat(second.join()).isEqualTo("found");
  }

  @Test
  @Asvs("2.4.1")
  void refusesASearchIfNoneEnds() {
    runUntilTheEnd(slots, "a");

    assertOverloaded(() -> slots.run("b", () -> "found"));
  }

  @Test
  @Asvs("2.4.1")
  void leavesSlotsAndPlacesToOthers() {
    var four = new SearchSlots(4, 1, null);
    runUntilTheEnd(four, "a");
    runUntilTheEnd(four, "a");

    // The network has half of the slots, and these are the other places that it may have.
    for (var i = 0; i < 2; i++) {
      searches.add(CompletableFuture.supplyAsync(() -> four.run("a", () -> "late"), pool));
    }

    assertThat(four.<String>run("b", () -> "found")).isEqualTo("found");
  }

  @Test
  void freesTheSlotOfASearchThatFails() {
    assertThatThrownBy(
            () ->
                slots.run(
                    "a",
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(slots.<String>run("a", () -> "found")).isEqualTo("found");
  }

  @Test
  @Asvs("2.4.1")
  void allSearchesNeedASlotAndListsDoNot() {
    for (var i = 0; i < connections / 4; i++) {
      runUntilTheEnd(applicationSlots, "other " + i);
    }
    var creator = ApiClient.as("creator");

    for (var search :
        List.of(
            "/api/videos?mine=true&q=clip",
            "/api/videos?mine=true&minSize=1",
            "/videos/mine?q=clip",
            "/videos?q=clip")) {
      creator.request().get(search).then().statusCode(503);
    }
    ApiClient.anonymous()
        .request()
        .get("/api/videos?q=clip")
        .then()
        .statusCode(503)
        .header("Retry-After", "2")
        .body("code", equalTo("overloaded"));

    for (var list :
        List.of(
            "/api/videos?mine=true",
            "/api/videos?status=READY",
            "/api/videos/export?q=clip",
            "/videos/mine",
            "/videos")) {
      creator.request().get(list).then().statusCode(200);
    }
    ApiClient.anonymous()
        .request()
        .get("/api/videos")
        .then()
        .statusCode(200)
        .body("estimatedTotal", nullValue());
    ApiClient.as("admin").request().get("/api/videos?q=clip").then().statusCode(200);
    ApiClient.as("admin").request().get("/api/videos?mine=true&q=clip").then().statusCode(200);
  }

  private CompletableFuture<String> runUntilTheEnd(SearchSlots slots, String key) {
    var started = new CountDownLatch(1);
    var search =
        CompletableFuture.supplyAsync(
            () ->
                slots.run(
                    key,
                    () -> {
                      started.countDown();
                      await(end);
                      return "ended";
                    }),
            pool);
    searches.add(search);
    await(started);
    return search;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertOverloaded(Supplier<String> search) {
    assertThatThrownBy(search::get)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED));
  }
}
