package dev.slipway.catalogue.bulkjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No query of bulk jobs reads all items, of which there can be millions. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobQueryPlansTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from bulk_job where ended_at is null and lease_until <= now()"
            + " order by progressed_at limit 1 | bulk_job_open",
        "select count(*), min(progressed_at) from bulk_job where ended_at is null | bulk_job_open",
        "select * from bulk_job where ended_at < now() order by ended_at limit 1 | bulk_job_ended",
        "select * from bulk_job where id < 9 order by id desc limit 26 | bulk_job_pkey",
        "select * from bulk_job where id < 9 and only_owner = 'ann' order by id desc limit 26"
            + " | bulk_job_only_owner",
        "select * from bulk_job where undo_of in (1, 2) | bulk_job_undo_of_key"
      })
  void readsJobsAlongAnIndex(String query, String index) {
    assertFollows(query, index);
  }

  @ParameterizedTest
  @CsvSource({
    "next, bulk_job_item_pkey",
    "failures, bulk_job_item_reason",
    "delete, bulk_job_item_pkey"
  })
  void readsItemsAlongAnIndex(String name, String index) {
    var query =
        switch (name) {
          case "next" -> BulkJobItems.NEXT;
          case "failures" -> BulkJobItems.FAILURES;
          default -> BulkJobItems.DELETE;
        };
    assertFollows(
        query
            .replace(":job", "1")
            .replace(":other", "2")
            .replace(":after", "'a'")
            .replace(":limit", "100"),
        index);
  }

  private static void assertFollows(String query, String index) {
    assertThat(QueryPlans.explain(query))
        .contains(index)
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort");
  }
}
