package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.QueryPlans;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conditions of the listings and of the deletion jobs match the partial indexes. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoQueryPlansTest {
  private static final String SHOWN =
      "latest = true and delete_after is null and deleted_at is null";
  private static final String TRASH =
      "latest = true and delete_after is not null and deleted_at is null";

  private static final String PUBLIC =
      "latest = true and visibility = 'PUBLIC' and status = 'READY' and missing_since is null"
          + " and delete_after is null and deleted_at is null";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "video_shown_newest | SHOWN order by stored_at desc, id desc limit 26",
        "video_shown_newest | SHOWN and (stored_at, id) < (now(), 'b')"
            + " order by stored_at desc, id desc limit 26",
        "video_shown_ | SHOWN and owner = 'creator'" + " order by stored_at desc, id desc limit 26",
        "video_public_newest | PUBLIC order by stored_at desc, id desc limit 14",
        "_newest | PUBLIC and owner = 'creator'"
            + " and (stored_at, id) < (now(), 'b') order by stored_at desc, id desc limit 5",
        "video_trash | TRASH order by delete_after desc, id desc limit 26",
        "video_trash | TRASH and owner = 'creator' order by delete_after desc, id desc limit 26",
        "video_trash | bucket = 'a' and latest = true and delete_after <= now()"
            + " and deleted_at is null order by delete_after limit 100",
        "video_trash_key | bucket = 'a' and object_key > 'b' and TRASH order by object_key limit 100",
        "video_trash_key | bucket = 'a' and object_key > 'b' and object_key <= 'c' and TRASH"
            + " order by object_key limit 100",
        "video_cleanup | bucket = 'a' and cleanup_at <= now() and (cleanup_claimed_until is null"
            + " or cleanup_claimed_until <= now()) order by cleanup_at limit 1",
        "video_ | cleanup_at is not null and deleted_at <= now()",
        "video_delete_url | bucket = 'a' and latest = true and delete_url_until is not null"
            + " and (missing_since is null and delete_url_until < now() or missing_since < now())"
            + " order by delete_url_until limit 100",
        "video_cleanup | bucket = 'a' and cleanup_at <= now() and (cleanup_claimed_until is null"
            + " or cleanup_claimed_until <= now()) and (delete_after is null or deleted_at is not null)"
            + " order by cleanup_at limit 1",
        "video_shown_ | MINE order by stored_at, id limit 51",
        "video_shown_ | MINE order by lower(title), id limit 51",
        "video_shown_ | MINE and (lower(title), id) < (lower('A'), 'b')"
            + " order by lower(title) desc, id desc limit 51",
        "video_shown_ | MINE and (size, id) > (7, 'b') order by size, id limit 51",
        "video_shown_ | MINE order by size desc, id desc limit 51",
        "video_shown_ | MINE and duration_millis is not null"
            + " and (duration_millis, id) < (7, 'b') order by duration_millis desc, id desc limit 51",
        "video_shown_ | MINE and duration_millis is null and id > 'b'"
            + " order by duration_millis, id limit 51",
        "video_shown_ | MINE and status = 'READY' and visibility = 'PUBLIC'"
            + " and container = 'mp4' and (title ilike '%a%' or description ilike '%a%'"
            + " or file_name ilike '%a%') order by size, id limit 51",
        "video_upload | upload_id = 'a' and (status <> 'DELETED' or cleanup_at is not null)"
      })
  void readsAlongAnIndex(String index, String condition) {
    var plan =
        QueryPlans.explain(
            "select * from video where "
                + condition
                    .replace("MINE ", SHOWN + " and owner = 'creator' ")
                    .replace("SHOWN", SHOWN)
                    .replace("TRASH", TRASH)
                    .replace("PUBLIC ", PUBLIC + " "));

    assertThat(plan).contains(index).doesNotContain("Seq Scan").doesNotContain("Sort");
  }
}
