package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.probe.TestMedia;
import dev.slipway.processing.work.JobKind;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker of this process, with the real ffmpeg and a real store. */
@QuarkusTest
@TestProfile(RenditionsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class TranscodedVideosTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject DerivedStore store;
  @Inject EntityManager entities;
  @Inject Clock clock;

  @TempDir Path directory;

  @Test
  void videoCanBeStreamedFromTheStore() throws Exception {
    var id = upload("640x360", 6, "-c:v", "mpeg4", "-c:a", "aac");
    awaitEnd(id);

    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state).isEqualTo(JobState.DONE);
    var master =
        creator
            .request()
            .get("/api/videos/" + id + "/hls/master.m3u8")
            .then()
            .statusCode(200)
            .contentType("application/vnd.apple.mpegurl")
            .header("Cache-Control", "private, max-age=60")
            .extract()
            .asString();
    assertThat(master)
        .startsWith("#EXTM3U")
        .contains("RESOLUTION=640x360", "RESOLUTION=426x240", "FRAME-RATE=25.000")
        .containsPattern("CODECS=\"avc1\\.[0-9a-f]{6},mp4a\\.40\\.2\"")
        .doesNotContain("X-Amz-Signature");
    var file = assemble(id, master);
    assertThat(TestMedia.ffprobe(file).path("format").path("duration").asDouble())
        .isBetween(5.9, 6.2);
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("Renditions for streaming: 360p, 240p"))
        .body(containsString("data-hls=\"/api/videos/" + id + "/hls/master.m3u8\""))
        .body(containsString("<dd>360p, 240p</dd>"));
    assertThat(uncatalogued(id)).isZero();
    assertThat(objects(id)).hasSize(2);
  }

  @Test
  void newRenditionsReplaceTheOldOnes() throws IOException {
    var id = upload("320x180", 1, "-c:v", "mpeg4", "-an");
    awaitEnd(id);
    var before = objects(id);
    assertThat(before).hasSize(1);

    ApiClient.as("admin")
        .request()
        .post("/api/videos/" + id + "/processing?kind=renditions")
        .then()
        .statusCode(202);
    Eventually.holds(
        "the renditions are replaced", () -> !replaced(id, Duration.ofHours(24)).isEmpty());

    // The old one can be played until its last URL expires.
    assertThat(objects(id)).hasSize(2).containsAll(before);
    assertThat(replaced(id, Duration.ofHours(24))).isEqualTo(before);
    assertThat(uncatalogued(id)).isEqualTo(1);
  }

  @Test
  void longVideoIsPlayedAsItIs() throws IOException {
    var id = upload("320x180", 21, "-c:v", "mpeg4", "-an");
    awaitEnd(id);

    creator
        .request()
        .get("/api/videos/" + id + "/hls/master.m3u8")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(
            containsString("Renditions for streaming: None. The video is longer than 20 seconds"));
    assertThat(objects(id)).isEmpty();
  }

  @Test
  void strangersGetNoPlaylist() throws IOException {
    var id = upload("320x180", 1, "-c:v", "mpeg4", "-an");
    awaitEnd(id);
    var master =
        creator.request().get("/api/videos/" + id + "/hls/master.m3u8").then().extract().asString();
    var media = "/api/videos/%s/hls/%s".formatted(id, mediaPlaylists(master).get(0));

    creator
        .request()
        .get(media)
        .then()
        .statusCode(200)
        .header("Cache-Control", containsString("no-store"));
    for (var address : List.of("/api/videos/" + id + "/hls/master.m3u8", media)) {
      ApiClient.as("creator2").request().get(address).then().statusCode(404);
      ApiClient.anonymous().request().get(address).then().statusCode(401);
    }
    creator.request().delete("/api/videos/" + id).then().statusCode(200);
    creator.request().get(media).then().statusCode(409).body("code", equalTo("video-in-trash"));
  }

  /** MPEG-4 Part 2 shows a black picture in browsers. */
  @Test
  void copyIsPlayedIfBrowsersCannotPlayTheFile() throws IOException {
    var id = upload("320x180", 1, "-c:v", "mpeg4", "-an");
    awaitEnd(id);

    assertThat(urlFor(id, "play")).contains("/rendition-", "response-content-type=video%2Fmp4");
    assertThat(urlFor(id, "download")).contains("/videos/" + id + "/source?");
  }

  private String urlFor(String id, String operation) {
    return creator
        .request()
        .contentType("application/json")
        .body("{\"operation\": \"%s\"}".formatted(operation))
        .post("/api/videos/" + id + "/urls")
        .then()
        .statusCode(201)
        .extract()
        .path("url");
  }

  @Test
  void unknownRenditionIsNotFound() throws IOException {
    var id = upload("320x180", 1, "-c:v", "mpeg4", "-an");
    awaitEnd(id);

    creator.request().get("/api/videos/" + id + "/hls/other.m3u8").then().statusCode(404);
  }

  @Test
  void purgeRemovesTheRenditions() throws IOException {
    var id = upload("320x180", 1, "-c:v", "mpeg4", "-an");
    awaitEnd(id);
    assertThat(objects(id)).isNotEmpty();

    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);

    Eventually.holds("the renditions are removed", () -> objects(id).isEmpty());
    Eventually.holds("they are forgotten", () -> count("rendition", id) == 0);
  }

  /** Reads the first rendition as a player does: the initialization and then each segment. */
  private Path assemble(String id, String master) throws Exception {
    var playlist =
        creator
            .request()
            .get("/api/videos/%s/hls/%s".formatted(id, mediaPlaylists(master).get(0)))
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(playlist).contains("#EXT-X-PLAYLIST-TYPE:VOD").endsWith("#EXT-X-ENDLIST\n");
    var url = playlist.lines().filter(line -> line.startsWith("http")).findFirst().orElseThrow();
    assertThat(playlist.lines().filter(line -> line.startsWith("http"))).containsOnly(url);
    var file = directory.resolve("assembled.mp4");
    try (var output = Files.newOutputStream(file)) {
      for (var range : ranges(playlist)) {
        output.write(read(url, range));
      }
    }
    return file;
  }

  private static List<long[]> ranges(String playlist) {
    return playlist
        .lines()
        .filter(line -> line.contains("BYTERANGE"))
        .map(line -> line.replaceAll(".*BYTERANGE[:=]\"?(\\d+)@(\\d+)\"?", "$1 $2").split(" "))
        .map(numbers -> new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])})
        .toList();
  }

  private static byte[] read(String url, long[] range) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Range", "bytes=%d-%d".formatted(range[1], range[1] + range[0] - 1))
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(206);
    var bytes = response.body().readAllBytes();
    assertThat(bytes).hasSize((int) range[0]);
    return bytes;
  }

  private static List<String> mediaPlaylists(String master) {
    return master.lines().filter(line -> line.endsWith(".m3u8")).toList();
  }

  private String upload(String size, int seconds, String... encoding) throws IOException {
    var file = TestMedia.create(directory, "clip.mp4", size, seconds, encoding);
    // Otherwise another test has uploaded the same file.
    Files.write(
        file,
        ("\0\0\0\42free" + RandomId.random(new Random())).getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    return creator.upload("clip.mp4", Files.readAllBytes(file)).getString("id");
  }

  private static void awaitEnd(String id) {
    Eventually.holds(
        "the renditions are made",
        Duration.ofMinutes(1),
        () -> {
          var job = TestAttempts.job(id, JobKind.RENDITIONS);
          return job != null && job.state.isEnded();
        });
  }

  private List<String> objects(String id) {
    return store.list(ObjectKey.derivedPrefix(new RandomId(id)), null).stream()
        .map(ObjectKey::value)
        .filter(key -> key.contains("/rendition-"))
        .toList();
  }

  /** The keys of the files that are removed when URLs of this lifetime have expired. */
  private List<String> replaced(String id, Duration lifetime) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .createNativeQuery(
                        "select object_key from uncatalogued_file where video_id = :id and"
                            + " remove_after > :expiry",
                        String.class)
                    .setParameter("id", id)
                    .setParameter("expiry", clock.instant().plus(lifetime))
                    .getResultList());
  }

  private long uncatalogued(String id) {
    return count("uncatalogued_file", id);
  }

  private long count(String table, String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Number)
                    entities
                        .createNativeQuery(
                            "select count(*) from " + table + " where video_id = :id")
                        .setParameter("id", id)
                        .getSingleResult())
        .longValue();
  }
}
