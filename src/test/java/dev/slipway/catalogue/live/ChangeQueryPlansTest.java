package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of a poll read along an index, however many changes there are. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ChangeQueryPlansTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "video_change_unnumbered | select exists (select from video_change where number is null)",
        "video_change_unnumbered | select id from video_change where number is null order by id limit 500",
        "video_change_number | select c.number from video_change c join video v on v.id = c.video_id"
            + " where c.number > 7 order by c.number limit 500",
        "video_change_number | select c.number from video_change c join video v on v.id = c.video_id"
            + " where c.number > 7 and c.number <= 500 and (v.owner = 'a' or c.kind <> 'PROCESSING'"
            + " and (c.was_public or v.visibility = 'PUBLIC')) order by c.number limit 500",
        "video_change_number | select min(number) from video_change where number is not null",
        "video_change_number | select id, number, changed_at from video_change"
            + " where number is not null order by number limit 10000"
      })
  void readsAlongAnIndex(String index, String query) {
    assertThat(QueryPlans.explain(query))
        .contains(index)
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort");
  }
}
