package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neither the dashboard nor its updates read all rows of a table that grows. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RollupQueryPlansTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dashboard_change_pkey | " + RollupQueries.PENDING,
        "dashboard_day_pkey | " + RollupQueries.DAYS,
        "dashboard_lag_pkey | " + RollupQueries.LAGS,
        "dashboard_rejection_pkey | " + RollupQueries.REJECTIONS,
        "dashboard_account_bytes | " + RollupQueries.ACCOUNTS
      })
  void thePageReadsIndexes(String index, String query) {
    var plan = explain(query);

    assertThat(plan).contains(index).doesNotContain("Seq Scan");
    if (index.endsWith("_bytes")) {
      assertThat(plan).doesNotContain("Sort");
    }
  }

  @Test
  void countsVideosInTheOrderOfTheirIds() {
    assertThat(explain(Rollup.COUNT_VIDEOS))
        .contains("Index Scan using video_pkey")
        .contains("dashboard_change_pkey")
        .doesNotContain("Seq Scan on video")
        .doesNotContain("Seq Scan on dashboard_change");
  }

  @Test
  void findsChangesInTheOrderOfTheirVideos() {
    assertThat(explain(Rollup.ADD_CHANGES))
        .contains("using dashboard_change_pkey")
        .contains("Tid Scan on dashboard_change")
        .doesNotContain("Seq Scan on dashboard_change");
  }

  private static String explain(String query) {
    return QueryPlans.explain(
        query
            .replace(":position", "'a'")
            .replace(":max", "20")
            .replace(":now", "'2026-01-01'")
            .replace(":from", "date '2026-01-01'")
            .replace(":to", "date '2026-01-30'"));
  }
}
