package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.RequestOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user uploads from the page of another site, which uses the upload client. */
@QuarkusTest
@TestProfile(OtherSiteJourneyTest.Named.class)
@WithTestResource(EmbeddedServicesResource.class)
class OtherSiteJourneyTest {
  private static final String ORIGINS = "slipway.cors.origins";

  @RegisterExtension final Journey journey = new Journey();

  /** A real server, because browsers don't let an intercepted page access the loopback network. */
  private URI site;

  private HttpServer server;

  @BeforeEach
  void serveTheSite() throws IOException {
    site = ConfigProvider.getConfig().getValue(ORIGINS, URI.class);
    server = HttpServer.create(new InetSocketAddress(site.getHost(), site.getPort()), 0);
    server.createContext("/", OtherSiteJourneyTest::answer);
    server.start();
  }

  @AfterEach
  void endTheSite() {
    server.stop(0);
  }

  @Test
  void uploadsInPartsWithATokenAndNoCookie() {
    var token = token();
    TestScripts.serveTo(journey.context());
    var page = journey.page();
    page.navigate(site + "/");

    var result = TestScripts.call(page, "otherSite.js", "upload", journey.app().toString(), token);

    // The bytes are no video, but they are stored.
    assertThat(result).isEqualTo("rejected," + (11 << 20) + ",0");
    assertThat(journey.storedParts()).containsExactly(1, 2, 3);
    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().contains("/api/"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.headerValue("cookie")).isNull());
  }

  private String token() {
    var options = RequestOptions.create().setData(Map.of("name", "another site"));
    var answer = journey.as("creator2").context().request().post("/api/tokens", options);
    return JsonPath.from(answer.text()).getString("token");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var page = "<!doctype html><title>Another site</title>".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /** Small parts, and another site in the CORS origins. */
  public static final class Named implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "slipway.uploads.parts-from",
          "6M",
          "slipway.uploads.part-size",
          "5M",
          ORIGINS,
          "http://127.0.0.1:" + freePort());
    }

    private static int freePort() {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
