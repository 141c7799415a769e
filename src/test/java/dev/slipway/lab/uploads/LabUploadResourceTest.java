package dev.slipway.lab.uploads;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that pass through the application, from honest, refused and stalled clients. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LabUploadsProfile.class)
class LabUploadResourceTest {
  private static final int MIB = 1024 * 1024;
  private static final String ADDRESS = "/api/lab/uploads/{name}";

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");
  private final ApiClient viewer = ApiClient.as("viewer");
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void disconnectAndDelete() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    Eventually.holds("no upload is open", () -> openUploads().isEmpty());
    for (var owner : List.of("creator", "admin")) {
      List<String> ids = admin.request().get("/api/videos?owner=" + owner).path("items.id");
      for (var id : ids) {
        admin.request().delete("/api/videos/{id}?permanently=true", id).then().statusCode(204);
      }
    }
  }

  @Test
  void makesAVideoOfABody() {
    var bytes = Mp4Header.bytes(MIB, 1);

    put(creator, "small.mp4", bytes)
        .statusCode(201)
        .body("credential", equalTo("session"))
        .body("account", equalTo("creator"))
        .body("requiredRole", equalTo("creator"))
        .body("receivedBytes", equalTo(MIB))
        .body("sentBytes", equalTo(MIB))
        .body("processorMillis", greaterThan(0f))
        .body("video.status", equalTo("READY"))
        .body("video.size", equalTo(MIB))
        .body("video.fileName", equalTo("small.mp4"))
        .body("video.checksumSha256", equalTo(ApiClient.sha256(bytes)));
  }

  /** Larger than any other body, and than one part. */
  @Test
  void sendsALargeBodyToTheStoreInParts() {
    put(creator, "large.mp4", Mp4Header.bytes(17 * MIB, 2))
        .statusCode(201)
        .body("receivedBytes", equalTo(17 * MIB))
        .body("sentBytes", equalTo(17 * MIB))
        .body("video.status", equalTo("READY"))
        .body("video.size", equalTo(17 * MIB));
  }

  @Test
  void checksTheRoleForEachRequest() {
    var bytes = Mp4Header.bytes(1000, 3);

    put(ApiClient.anonymous(), "a.mp4", bytes).statusCode(401);
    put(viewer, "a.mp4", bytes).statusCode(403).body("code", equalTo("forbidden"));
  }

  @Test
  void refusesWhatOtherUploadsAreRefusedFor() {
    creator
        .request()
        .contentType("text/html")
        .body(Mp4Header.bytes(1000, 4))
        .put(ADDRESS, "page.html")
        .then()
        .statusCode(415)
        .body("code", equalTo("type-not-allowed"));
    creator
        .request()
        .contentType("video/mp4")
        .put(ADDRESS, "empty.mp4")
        .then()
        .statusCode(400)
        .body("code", equalTo("size-invalid"));
  }

  /** The client has sent only the head, so it learns this before it sends the file. */
  @Test
  void refusesBeforeTheFirstByte() throws IOException {
    assertThat(readToEnd(start(creator, 6L << 40, 0)))
        .startsWith("HTTP/1.1 413")
        .contains("file-too-large");
    assertThat(readToEnd(start(creator, LabUploadsProfile.QUOTA + 1, 0)))
        .startsWith("HTTP/1.1 409")
        .contains("quota-exceeded");
    assertThat(readToEnd(start(viewer, 1000, 0))).startsWith("HTTP/1.1 403");
    assertThat(readToEnd(start(ApiClient.anonymous(), 1000, 0))).startsWith("HTTP/1.1 401");
  }

  @Test
  void makesNoVideoOfAFileThatIsCutOff() throws IOException {
    var socket = start(creator, 16 * MIB, 12 * MIB);
    Eventually.holds("the first part is stored", () -> openUploads().size() == 1);

    socket.close();

    Eventually.holds("nothing is left", () -> openUploads().isEmpty());
    assertThat(creator.request().get("/api/me").jsonPath().getLong("quota.usedBytes")).isZero();
  }

  /** More stalled bodies than the application has worker threads, and one more than are allowed. */
  @Test
  void stalledBodiesOccupyNoThreads() throws IOException {
    for (var i = 0; i < LabUploadsProfile.UPLOADS_OF_ACCOUNT + 1; i++) {
      start(creator, MIB, 1000);
    }

    Eventually.holds(
        "one is refused", () -> sockets.stream().anyMatch(LabUploadResourceTest::isAnswered));
    creator.request().get("/api/me").then().statusCode(200);
    assertThat(statusOfOneMore(admin)).isEqualTo(201);

    List<String> responses = new ArrayList<>();
    for (var socket : sockets) {
      responses.add(readToEnd(socket));
    }
    assertThat(responses.stream().filter(String::isEmpty))
        .hasSize(LabUploadsProfile.UPLOADS_OF_ACCOUNT);
    assertThat(responses)
        .filteredOn(not(String::isEmpty))
        .singleElement(as(STRING))
        .startsWith("HTTP/1.1 429")
        .contains("%d of your files".formatted(LabUploadsProfile.UPLOADS_OF_ACCOUNT));
    Eventually.holds("a place is free again", () -> statusOfOneMore(creator) == 201);
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int statusOfOneMore(ApiClient client) {
    return put(client, "more.mp4", Mp4Header.bytes(1000, 6)).extract().statusCode();
  }

  private static ValidatableResponse put(ApiClient client, String name, byte[] bytes) {
    return client.request().contentType("video/mp4").body(bytes).put(ADDRESS, name).then();
  }

  private List<String> openUploads() {
    return creator.request().get("/api/uploads?status=OPEN").path("id");
  }

  /** Begins an upload and sends some of its bytes. */
  private Socket start(ApiClient client, long length, int sent) throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(60_000);
    if (sent > 0) {
      sockets.add(socket);
    }
    var head =
        List.of(
            "PUT /api/lab/uploads/cut.mp4 HTTP/1.1",
            "Host: localhost:" + RestAssured.port,
            "Cookie: " + client.cookieHeader(),
            "Content-Type: video/mp4",
            "Content-Length: " + length);
    var out = socket.getOutputStream();
    out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(Mp4Header.bytes(Math.max(sent, 100), 7), 0, sent);
    out.flush();
    return socket;
  }

  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
