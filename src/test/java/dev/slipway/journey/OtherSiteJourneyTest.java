package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user uploads from the page of another site, which uses the upload client. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class OtherSiteJourneyTest {
  @RegisterExtension final Journey journey = new Journey();

  /** A real server, because browsers don't let an intercepted page access the loopback network. */
  private URI site;

  private HttpServer server;

  @BeforeEach
  void serveTheSite() throws IOException {
    site = ConfigProvider.getConfig().getValue(CustomSettingsProfile.CORS_ORIGINS, URI.class);
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

  @Test
  void runsTheDocumentedPage() throws IOException {
    var page = journey.page();
    serve("/good", DocumentedPage.of(journey.app(), token()));
    serve("/bad", DocumentedPage.of(journey.app(), "slipway_wrong"));
    var clip = new FilePayload("clip.mp4", "video/mp4", Mp4Header.bytes(900, 1));

    page.navigate(site + "/bad");
    page.locator("#file").setInputFiles(clip);
    PlaywrightAssertions.assertThat(page.locator("#line")).containsText("unauthenticated: ");
    page.navigate(site + "/good");
    page.locator("#file").setInputFiles(clip);
    PlaywrightAssertions.assertThat(page.locator("#line")).hasText("done");
  }

  private void serve(String path, String page) {
    server.createContext(path, exchange -> answer(exchange, page));
  }

  private String token() {
    var options = RequestOptions.create().setData(Map.of("name", "another site"));
    var answer = journey.as("creator2").context().request().post("/api/tokens", options);
    return JsonPath.from(answer.text()).getString("token");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    answer(exchange, "<!doctype html><title>Another site</title>");
  }

  private static void answer(HttpExchange exchange, String html) throws IOException {
    var page = html.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /** The page of docs/client.md for another site. */
  private static final class DocumentedPage {
    private static final Pattern PAGE =
        Pattern.compile("^```html\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** Returns the page with the address of an application, and a token. */
    static String of(URI app, String token) throws IOException {
      var document = PAGE.matcher(Files.readString(Path.of("docs", "client.md")));
      assertThat(document.find()).isTrue();
      var page = document.group(1);
      assertThat(page).contains("/vendor/slipway/", "https://videos.example", "token: \"…\"");
      return page.replace("/vendor/slipway/", app + "/")
          .replace("https://videos.example", app.toString())
          .replace("token: \"…\"", "token: \"" + token + "\"");
    }
  }
}
