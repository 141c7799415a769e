package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Videos with poster, storyboard and renditions, and what store and catalogue have of them. */
final class ProcessedVideos {
  /** The heartbeat of a killed worker is missed after at most 48 seconds. */
  static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** Noise, so that a few seconds have several parts: the larger rendition has three of 8 MB. */
  private static final String PICTURE = "testsrc2=s=640x360:r=25,noise=alls=100:allf=t";

  private static final int SECONDS = 12;
  private static byte[] content;

  private final Stack stack;

  ProcessedVideos(Stack stack) {
    this.stack = stack;
  }

  /**
   * Uploads a video that the test deletes, waits until everything is made of it, and returns its
   * id.
   */
  String upload() throws IOException {
    return upload(SmallVideos.withNumber(content()));
  }

  private String upload(byte[] bytes) throws IOException {
    var client = TolerantClient.of("creator", stack.replica());
    var upload = client.open(bytes, "noise.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    var id = upload.get("id").asText();
    client.complete(id).expect(200);
    awaitEndOfJobs();
    assertComplete(id);
    return id;
  }

  /** Returns a video that another test has left, or a new one, which no test deletes. */
  String any() throws IOException {
    var rows =
        stack
            .database()
            .query("select id from video where status = 'READY' and deleted_at is null limit 1");
    if (!rows.isEmpty()) {
      return (String) rows.get(0).get("id");
    }
    var bytes = SmallVideos.withNumber(content());
    var id = upload(bytes);
    stack.acknowledged().add("videos/" + id + "/source", bytes);
    return id;
  }

  /** Makes something again. */
  void request(String id, String kind) throws IOException {
    TolerantClient.of("admin", stack.replica())
        .post("/api/videos/" + id + "/processing?kind=" + kind, Map.of())
        .expect(202);
  }

  void awaitJob(String id, String kind, String condition) {
    Eventually.holds(
        "a job %s has %s".formatted(kind, condition),
        TIMEOUT,
        () -> count("media_job", id, "kind = '%s' and %s".formatted(kind, condition)) > 0);
  }

  void awaitEndOfJobs() {
    Eventually.holds(
        "all jobs end",
        TIMEOUT,
        () ->
            stack
                    .database()
                    .count("select count(*) from media_job where state in ('QUEUED', 'RUNNING')")
                == 0);
  }

  long count(String table, String id, String condition) {
    return stack
        .database()
        .count(
            "select count(*) from %s where video_id = '%s' and %s".formatted(table, id, condition));
  }

  /** The multipart uploads of renditions that are being made, from key to id. */
  Map<String, String> unfinishedUploads(String id) {
    return stack
        .database()
        .query(
            "select object_key, upload_id from uncatalogued_file where upload_id is not null"
                + " and video_id = '%s'".formatted(id))
        .stream()
        .collect(
            Collectors.toMap(
                row -> (String) row.get("object_key"), row -> (String) row.get("upload_id")));
  }

  /** Waits until one of the renditions has a part in the store. */
  Map<String, String> awaitPart(String id) {
    Eventually.holds(
        "a part is stored",
        TIMEOUT,
        () ->
            unfinishedUploads(id).entrySet().stream()
                .anyMatch(upload -> countParts(upload.getKey(), upload.getValue()) > 0));
    return unfinishedUploads(id);
  }

  /** Waits until the store has a file that the catalogue doesn't know. */
  void awaitFileWithoutRow(String id) {
    Eventually.holds(
        "a file is stored", TIMEOUT, () -> !known(id).containsAll(stack.bucket().listDerived(id)));
  }

  /**
   * Waits until the derived bucket has exactly the files that the catalogue knows or that were
   * replaced, and asserts that nothing is missing or unfinished.
   */
  void assertComplete(String id) {
    Eventually.holds(
        "bucket and catalogue agree",
        TIMEOUT,
        () -> {
          var keys = stack.bucket().listDerived(id);
          return known(id).equals(keys) && unfinishedUploads(id).isEmpty();
        });
    assertThat(count("uncatalogued_file", id, "remove_after is null")).isZero();
    assertThat(referenced(id))
        .anyMatch(key -> key.contains("/poster-"))
        .anyMatch(key -> key.contains("/storyboard-"))
        .filteredOn(key -> key.contains("/rendition-"))
        .hasSize(2);
  }

  /** Asserts that the store has none of these multipart uploads. */
  void assertAborted(Map<String, String> uploads) {
    assertThat(uploads)
        .isNotEmpty()
        .allSatisfy((key, uploadId) -> assertThat(countParts(key, uploadId)).isEqualTo(-1));
  }

  /** The files of the catalogue, and renditions that were replaced, whose URLs are still valid. */
  private Set<String> known(String id) {
    var keys = referenced(id);
    keys.addAll(keys("uncatalogued_file", id, "remove_after is not null"));
    return keys;
  }

  private Set<String> keys(String table, String id, String condition) {
    return stack
        .database()
        .query(
            "select object_key from %s where video_id = '%s' and %s"
                .formatted(table, id, condition))
        .stream()
        .map(row -> (String) row.get("object_key"))
        .collect(Collectors.toSet());
  }

  /**
   * The files of the catalogue: all renditions, and of the others those in the bucket that have the
   * version of the row.
   */
  private Set<String> referenced(String id) {
    var keys = keys("rendition", id, "true");
    var versions =
        stack
            .database()
            .query(
                """
                select v.poster, p.storyboard from video v
                  left join video_pictures p on p.video_id = v.id where v.id = '%s'
                """
                    .formatted(id))
            .get(0)
            .values();
    stack.bucket().listDerived(id).stream()
        .filter(key -> versions.stream().anyMatch(v -> v != null && key.contains((String) v)))
        .forEach(keys::add);
    return keys;
  }

  /** Returns -1 if the store has no such upload. */
  private int countParts(String key, String uploadId) {
    return stack.bucket().countParts(StoreServer.DERIVED_BUCKET, key, uploadId).orElse(-1);
  }

  private static synchronized byte[] content() throws IOException {
    if (content == null) {
      var programs = IncludedPrograms.directory();
      var file = Files.createTempFile("noise", ".mp4");
      try {
        Shell.run(
            List.of(
                programs.resolve("ffmpeg").toString(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-t",
                Integer.toString(SECONDS),
                "-c:v",
                "libopenh264",
                "-b:v",
                "4M",
                "-g",
                "50",
                "-pix_fmt",
                "yuv420p",
                file.toString()),
            Map.of("LD_LIBRARY_PATH", programs.toString()));
        content = Files.readAllBytes(file);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        Files.delete(file);
      }
    }
    return content;
  }
}
