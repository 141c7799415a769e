package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.DocumentedScript;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.MultipartTestFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of docs/curl.md and README.md. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class CurlRecipesTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 12 * MIB + 5;

  private final ApiClient creator = ApiClient.as("creator");

  @TempDir Path directory;
  private String token;

  @BeforeAll
  static void requirePrograms() {
    assumeTrue(
        DocumentedScript.isSupported(),
        "The scripts of docs/curl.md need sh, curl, jq and openssl");
  }

  @BeforeEach
  void makeToken() {
    var answer = creator.request().contentType(JSON).body(Map.of("name", "curl"));
    token = answer.post("/api/tokens").then().statusCode(201).extract().path("token");
  }

  @Test
  void uploadsAFileWithOnePut() throws Exception {
    var bytes = bytes(MIB);
    var file = Files.write(directory.resolve("a clip.mp4"), bytes);

    var video = JsonPath.from(DocumentedScript.of("put.sh").run(token, file).requireOutput());

    assertThat(video.getString("fileName")).isEqualTo("a clip.mp4");
    assertThat(video.getString("checksumSha256")).isEqualTo(ApiClient.sha256(bytes));
  }

  /** curl would expand the brackets to several names. */
  @Test
  void uploadsAFileWithBracketsInItsName() throws Exception {
    var bytes = bytes(2_000);
    var file = Files.write(directory.resolve("clip [1-3] {a,b}.mp4"), bytes);

    var video = JsonPath.from(DocumentedScript.of("put.sh").run(token, file).requireOutput());

    assertThat(video.getString("fileName")).isEqualTo("clip [1-3] {a,b}.mp4");
    assertThat(video.getString("checksumSha256")).isEqualTo(ApiClient.sha256(bytes));
  }

  @Test
  void findAFileThatIsStoredAlready() throws Exception {
    var small = Files.write(directory.resolve("clip.mp4"), bytes(MIB));
    var large = Files.write(directory.resolve("film.mp4"), bytes(SIZE));

    for (var upload : Map.of("put.sh", small, "parts.sh", large).entrySet()) {
      var script = DocumentedScript.of(upload.getKey());
      var id = JsonPath.from(script.run(token, upload.getValue()).requireOutput()).getString("id");
      var opened = opened();

      var again = script.run(token, upload.getValue());

      assertThat(JsonPath.from(again.requireOutput()).getString("id")).isEqualTo(id);
      assertThat(again.errors()).contains("is stored already");
      assertThat(opened()).isEqualTo(opened);
      var other = new DocumentedScript("COPY=2\n" + script.script());
      var copy = JsonPath.from(other.run(token, upload.getValue()).requireOutput());
      assertThat(copy.getString("id")).isNotEqualTo(id);
    }
  }

  @Test
  void uploadADirectoryOnceHoweverOftenTheyRun() throws Exception {
    var files = Files.createDirectory(directory.resolve("tonight"));
    for (var name : List.of("put.sh", "parts.sh")) {
      Files.writeString(directory.resolve(name), DocumentedScript.of(name).script());
    }
    for (var number = 1; number <= 3; number++) {
      Files.write(files.resolve("clip " + number + ".mp4"), bytes(2_000));
    }
    Files.write(files.resolve("film.mp4"), bytes(SIZE));
    var script = new DocumentedScript("PARTS_FROM=5242880\n" + batch());

    var uploaded = script.run(token, files).requireOutput().lines().toList();
    var opened = opened();

    assertThat(uploaded).hasSize(4).allMatch(line -> line.matches("[a-z2-7]{26} .*\\.mp4"));
    assertThat(script.run(token, files).requireOutput().lines())
        .containsExactlyInAnyOrderElementsOf(uploaded);
    assertThat(opened()).isEqualTo(opened);
  }

  @Test
  void batchOfAnEmptyDirectoryUploadsNothing() throws Exception {
    var files = Files.createDirectory(directory.resolve("tonight"));

    var run = new DocumentedScript(batch()).run(token, files);

    assertThat(run.requireOutput()).isEmpty();
  }

  @Test
  void batchFailsIfAFileDoes() throws Exception {
    var files = Files.createDirectory(directory.resolve("tonight"));
    Files.writeString(directory.resolve("put.sh"), DocumentedScript.of("put.sh").script());
    Files.write(files.resolve("clip.mp4"), bytes(2_000));
    Files.createFile(files.resolve("empty.mp4"));

    var run = new DocumentedScript(batch()).run(token, files);

    assertThat(run.status()).isEqualTo(123);
    assertThat(run.errors()).contains("size-invalid", "empty.mp4 failed");
    assertThat(run.output()).contains("clip.mp4").doesNotContain("empty.mp4");
  }

  @Test
  void readmeShowsWhyAPutIsRefused() throws Exception {
    var run = DocumentedScript.ofReadme().run(token, directory.resolve("clip.mp4"));

    assertThat(run.requireOutput())
        .contains("SignatureDoesNotMatch", "<CanonicalRequest>PUT", "content-type:text/html")
        .endsWith("200\n");
  }

  @Test
  void resumesBySendingOnlyMissingParts() throws Exception {
    var bytes = bytes(SIZE);
    var file = Files.write(directory.resolve("film.mp4"), bytes);
    var upload =
        MultipartTestFile.open(creator, Map.of("size", SIZE, "fingerprint", fingerprint(bytes)));
    var second = Arrays.copyOfRange(bytes, upload.partSize(), 2 * upload.partSize());
    assertThat(upload.sign(2, second).send(second)).isEqualTo(200);

    var run = DocumentedScript.of("parts.sh").run(token, file);

    var video = JsonPath.from(run.requireOutput());
    assertThat(video.getString("id")).isEqualTo(upload.id());
    assertThat(video.getInt("size")).isEqualTo(SIZE);
    assertThat(run.errors().lines())
        .containsExactly(
            "Part 1 of 3 is stored", "Part 2 of 3 is stored already", "Part 3 of 3 is stored");
  }

  @Test
  void deletesAndRestoresAVideo() throws Exception {
    var id = creator.upload("clip.mp4", bytes(2_000)).getString("id");

    var trashed = JsonPath.from(delete(id, "trash"));
    assertThat(trashed.getString("deleteAfter")).isNotNull();
    var restored = JsonPath.from(delete(id, "restore"));
    assertThat(restored.getString("deleteAfter")).isNull();
    delete(id, "store");

    Eventually.holds("the object is missing", () -> !isPlayable(id));
    var other = creator.upload("clip.mp4", bytes(2_001)).getString("id");
    delete(other, "permanently");
    assertThat(statusOf(other)).isEqualTo("DELETED");

    for (var how : List.of("trash", "restore", "store")) {
      var run = DocumentedScript.of("delete.sh").runWith(token, other, how);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors()).contains("video-deleted: ");
      assertThat(run.output()).isEmpty();
    }
  }

  @Test
  void reportWhyTheyFail() throws Exception {
    var file = Files.write(directory.resolve("clip.mp4"), bytes(MIB));

    for (var name : List.of("put.sh", "parts.sh")) {
      var run = DocumentedScript.of(name).run("slipway_unknown", file);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors()).contains("unauthenticated: ");
    }
  }

  @Test
  void leaveNothingOpenForTheOtherScript() throws Exception {
    var open = openUploads();
    var small = Files.write(directory.resolve("clip.mp4"), bytes(MIB));
    var large = Files.write(directory.resolve("film.mp4"), bytes(SIZE));

    assertFails("parts.sh", small, "Use put.sh");
    // The server's limit is lower than the script's.
    assertFails("put.sh", large, "Use parts.sh");

    assertThat(openUploads()).isEqualTo(open);
  }

  @Test
  void putOpensNoUploadForALargeFile() throws Exception {
    var before = opened();
    var file = directory.resolve("film.mp4");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(64L << 20);
    }

    assertFails("put.sh", file, "Use parts.sh");

    assertThat(opened()).isEqualTo(before);
  }

  @Test
  void putAbortsAnUploadThatTheStoreRefuses() throws Exception {
    var open = openUploads();
    var file = Files.write(directory.resolve("clip.mp4"), bytes(MIB));
    var otherBytes = Files.write(directory.resolve("other.mp4"), bytes(MIB));
    var script = DocumentedScript.of("put.sh").script();
    var changed = script.replace("-T \"$file\"", "-T '" + otherBytes + "'");
    assertThat(changed).isNotEqualTo(script);

    var run = new DocumentedScript(changed).run(token, file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("<Code>");
    assertThat(openUploads()).isEqualTo(open);

    // The key of the aborted upload can't be used again, so the script takes the next one.
    new DocumentedScript(script).run(token, file).requireOutput();
  }

  @Test
  void reportThatTheServerIsDown() throws Exception {
    var file = Files.write(directory.resolve("clip.mp4"), bytes(MIB));

    for (var name : List.of("put.sh", "parts.sh")) {
      var run = DocumentedScript.of(name).run(UnreachableStore.ADDRESS, token, file);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors()).contains("connect to 127.0.0.1").doesNotContain("jq");
    }
  }

  private void assertFails(String script, Path file, String error) throws Exception {
    var run = DocumentedScript.of(script).run(token, file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains(error);
  }

  private static String batch() throws IOException {
    return DocumentedScript.of("batch.sh").script();
  }

  private List<String> openUploads() {
    return creator.request().get("/api/uploads?status=OPEN").jsonPath().getList("id");
  }

  private long opened() {
    return QuarkusTransaction.requiringNew().call(() -> Upload.count());
  }

  private String delete(String id, String how) throws Exception {
    return DocumentedScript.of("delete.sh").runWith(token, id, how).requireOutput();
  }

  private boolean isPlayable(String id) {
    return creator.request().get("/api/videos/{id}", id).jsonPath().getBoolean("playable");
  }

  private String statusOf(String id) {
    return creator.request().get("/api/videos/{id}", id).jsonPath().getString("status");
  }

  /** Random, so that no other test has opened an upload with the same fingerprint. */
  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random().nextBytes(bytes);
    System.arraycopy(Mp4Header.bytes(length, 1), 0, bytes, 0, 64);
    return bytes;
  }

  /** Computes the fingerprint as docs/client.md describes it. */
  private static String fingerprint(byte[] bytes) {
    var pieces = new ByteArrayOutputStream();
    pieces.writeBytes(String.valueOf(bytes.length).getBytes(StandardCharsets.US_ASCII));
    for (var start : new int[] {0, (bytes.length - MIB) / 2, bytes.length - MIB}) {
      pieces.write(bytes, start, MIB);
    }
    return ApiClient.sha256(pieces.toByteArray());
  }
}
