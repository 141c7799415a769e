package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of the workers and of the pages read indexes. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JobQueryPlansTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "media_job_schedule_due | select task_name from media_job_schedule where picked = false and"
            + " execution_time <= now() order by priority desc, execution_time limit 2",
        "media_job_schedule_heartbeat | select * from media_job_schedule where picked = true and"
            + " last_heartbeat <= now() order by last_heartbeat",
        "media_job_unfinished | select queued_at from media_job where state in ('QUEUED', 'RUNNING')"
            + " and priority > 0 order by queued_at limit 1",
        "media_job_unfinished | select j.queued_at from media_job j join video v on v.id ="
            + " j.video_id where j.state in ('QUEUED', 'RUNNING') and j.priority > 0 and j.kind <>"
            + " 'RENDITIONS' and v.bucket = 'a' order by j.queued_at limit 1",
        "media_job_ | select j.id from media_job j join video v on v.id = j.video_id where j.state ="
            + " 'QUEUED' and j.kind in ('PROBE') and v.bucket = 'a' limit 20",
        "media_job_state | " + JobBacklog.COUNT,
        "Index Only Scan using media_job_owner_unfinished | " + JobBacklog.COUNT_UNFINISHED,
        "media_job_state | select j.video_id from media_job j join video v on v.id = j.video_id"
            + " where j.state = 'DEAD' and (v.status = 'DELETED' or not v.latest) order by j.id desc"
            + " limit 100",
        "media_job_state | select * from media_job where state = 'DEAD' and id < 100 order by id desc"
            + " limit 51",
        "media_job_ | select count(*) from media_job where kind = 'RENDITIONS' and (state ="
            + " 'QUEUED' and queued_at < now() or state = 'RUNNING' and started_at < now())",
        "media_job_pkey | select * from media_job where id < 100 order by id desc limit 51",
        "media_job_video_id_kind_key | select * from media_job where video_id = 'a' and kind ="
            + " 'PROBE'",
        "video_status_newest | select id from video v where latest and status = 'PROCESSING' and"
            + " deleted_at is null and missing_since is null and bucket = 'a' and not exists"
            + " (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE' and"
            + " (j.state <> 'DONE' or j.dismissed or j.ended_at > now())) order by stored_at desc, id desc limit 100",
        "video_unprobed | select id from video v where latest and status = 'READY' and probed_at is"
            + " null and deleted_at is null and missing_since is null and bucket = 'a' and not"
            + " exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE')"
            + " order by stored_at desc limit 100",
        "video_unpictured | select id from video v where latest and status = 'READY' and pictured_at"
            + " is null and deleted_at is null and missing_since is null and probed_at is not null"
            + " and bucket = 'a' and not exists (select 1 from media_job j where j.video_id = v.id"
            + " and j.kind = 'PICTURES') order by stored_at desc limit 100",
        "video_rejected | select * from video where bucket = 'a' and latest and status = 'REJECTED'"
            + " and deleted_at is null and delete_after is null and owner is not null and rejected_until <= now() order by"
            + " rejected_until limit 100",
        "Index Scan using video_status_newest | with examined as materialized (select id, stored_at,"
            + " bucket, missing_since, pictured_at from video where latest and status = 'READY' and"
            + " (stored_at, id) < (now(), 'a') order by stored_at desc, id desc limit 10000)"
            + " select id, stored_at, false from examined order by stored_at, id limit 1",
        "Index Only Scan using video_deleted | select v.id, v.deleted_at, exists (select 1 from"
            + " video_pictures p where p.video_id = v.id) from video v where (v.deleted_at, v.id) >"
            + " (now(), 'a') and v.deleted_at < now() order by v.deleted_at, v.id limit 10000"
      })
  void readsAnIndex(String index, String query) {
    assertThat(explain(query)).contains(index).doesNotContain("Seq Scan");
  }

  /** Without sequential scans and sorts, which are cheapest for the few rows of a test. */
  private static String explain(String query) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var entities = Video.getEntityManager();
              entities.createNativeQuery("set local enable_seqscan = off").executeUpdate();
              entities.createNativeQuery("set local enable_sort = off").executeUpdate();
              List<?> plan =
                  entities
                      .createNativeQuery(
                          "explain "
                              + query
                                  .replace(":state", "'DEAD'")
                                  .replace(":max", "100001")
                                  .replace(":owner", "'a'")
                                  .replace(":priority", "8")
                                  .replace(":kinds", "'PROBE'"))
                      .getResultList();
              return plan.toString();
            });
  }
}
