package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;
import dev.slipway.web.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/** The videos of the bulk jobs, and what became of each. All queries follow the primary key. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class BulkJobItems {
  /** Ids have letters and digits only. */
  private static final String ADD =
      """
      insert into bulk_job_item (job_id, video_id)
      select :job, id from unnest(string_to_array(:ids, ',')) id on conflict do nothing
      """;

  private static final String ADD_OWN =
      """
      insert into bulk_job_item (job_id, video_id)
      select :job, v.id from unnest(string_to_array(:ids, ',')) named
      join video v on v.id = named and v.owner = :owner on conflict do nothing
      """;

  /** Examines a part of the other job's items, because perhaps none of them was changed. */
  private static final String ADD_CHANGED =
      """
      with examined as (
        select video_id, outcome from bulk_job_item
        where job_id = :other and video_id > :after order by video_id limit :limit),
      added as (
        insert into bulk_job_item (job_id, video_id)
        select :job, video_id from examined where outcome = 'CHANGED'
        on conflict do nothing returning 1)
      select (select count(*) from added), (select max(video_id) from examined)
      """;

  static final String NEXT =
      """
      select i.video_id, o.former_value, o.new_value from bulk_job_item i
      left join bulk_job_item o on o.job_id = :other and o.video_id = i.video_id
      where i.job_id = :job and i.video_id > :after order by i.video_id limit :limit
      """;

  private static final String RECORD =
      """
      update bulk_job_item i
      set outcome = r.outcome, former_value = r.former, new_value = r.new, reason = r.reason
      from jsonb_to_recordset(cast(:results as jsonb))
        as r (id text, outcome text, former text, new text, reason text)
      where i.job_id = :job and i.video_id = r.id
      """;

  static final String FAILURES =
      """
      select i.video_id, i.outcome, i.reason, v.title, v.owner from bulk_job_item i
      join bulk_job j on j.id = i.job_id
      left join video v on v.id = i.video_id and (j.only_owner is null or v.owner = j.only_owner)
      where i.job_id = :job and i.reason is not null and i.video_id > :after
      order by i.video_id limit :limit
      """;

  static final String DELETE =
      """
      delete from bulk_job_item where job_id = :job and video_id in (
        select video_id from bulk_job_item where job_id = :job order by video_id limit :limit)
      """;

  /** No job has this id. */
  private static final long NO_JOB = 0;

  private final EntityManager entities;
  private final ObjectMapper json;

  BulkJobItems(EntityManager entities, ObjectMapper json) {
    this.entities = entities;
    this.json = json;
  }

  /**
   * A video that a job has not worked on.
   *
   * @param formerValue what the job that is to be undone replaced
   * @param newValue what that job wrote
   */
  record Item(String videoId, String formerValue, String newValue) {}

  /** Returns how many of the ids are new. */
  long add(long job, List<String> ids) {
    return ids.isEmpty()
        ? 0
        : entities
            .createNativeQuery(ADD)
            .setParameter("job", job)
            .setParameter("ids", String.join(",", ids))
            .executeUpdate();
  }

  /** Adds the ids that are those of an account's videos; returns how many. */
  long addOwn(long job, List<String> ids, String owner) {
    return entities
        .createNativeQuery(ADD_OWN)
        .setParameter("job", job)
        .setParameter("ids", String.join(",", ids))
        .setParameter("owner", owner)
        .executeUpdate();
  }

  /**
   * The result of adding items.
   *
   * @param last the last id that was examined; null if none was left
   */
  record Added(long count, String last) {}

  /** Adds what another job has changed. */
  Added addChanged(long job, long other, String after, int limit) {
    var row =
        (Object[])
            entities
                .createNativeQuery(ADD_CHANGED)
                .setParameter("job", job)
                .setParameter("other", other)
                .setParameter("after", after == null ? "" : after)
                .setParameter("limit", limit)
                .getSingleResult();
    return new Added(((Number) row[0]).longValue(), (String) row[1]);
  }

  /** Finds the next items of a job. */
  List<Item> findNext(BulkJob job, int limit) {
    return rows(
            NEXT,
            Map.of(
                "job",
                job.id,
                "other",
                job.undoOf == null ? NO_JOB : job.undoOf,
                "after",
                job.position,
                "limit",
                limit))
        .stream()
        .map(row -> new Item((String) row[0], (String) row[1], (String) row[2]))
        .toList();
  }

  /** Records what was done with some items, by the id of the video. */
  void record(long job, Map<String, ItemResult> results) {
    var rows =
        results.entrySet().stream()
            .map(entry -> ResultRow.of(entry.getKey(), entry.getValue()))
            .toList();
    entities
        .createNativeQuery(RECORD)
        .setParameter("job", job)
        .setParameter("results", write(rows))
        .executeUpdate();
  }

  /** A page of the videos that were not changed although they were not as requested. */
  @Transactional(Transactional.TxType.REQUIRED)
  public Page<BulkJobFailure, String> findFailures(long job, String after, int size) {
    var found =
        rows(FAILURES, Map.of("job", job, "after", after == null ? "" : after, "limit", size + 1))
            .stream()
            .map(
                row ->
                    new BulkJobFailure(
                        (String) row[0],
                        (String) row[3],
                        (String) row[4],
                        Outcome.valueOf((String) row[1]),
                        (String) row[2]))
            .toList();
    return Page.of(found, size, BulkJobFailure::id);
  }

  /** Deletes some items of a job; returns how many. */
  int delete(long job, int limit) {
    return entities
        .createNativeQuery(DELETE)
        .setParameter("job", job)
        .setParameter("limit", limit)
        .executeUpdate();
  }

  @SuppressWarnings("unchecked")
  private List<Object[]> rows(String sql, Map<String, Object> values) {
    var query = entities.createNativeQuery(sql);
    values.forEach(query::setParameter);
    return query.getResultList();
  }

  private String write(List<ResultRow> rows) {
    try {
      return json.writeValueAsString(rows);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private record ResultRow(
      String id,
      String outcome,
      String former,
      @JsonProperty("new") String written,
      String reason) {
    private static ResultRow of(String id, ItemResult result) {
      return new ResultRow(
          id, result.outcome().name(), result.formerValue(), result.newValue(), result.reason());
    }
  }
}
