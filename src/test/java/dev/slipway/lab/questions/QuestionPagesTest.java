package dev.slipway.lab.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.Experiment;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The links to experiments of each account, where there is a fault lab. */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class QuestionPagesTest {
  private static final Pattern LINK = Pattern.compile("href=\"(/lab/[a-z-]+)[\"?#]");

  private static final Pattern BUTTON =
      Pattern.compile("class=\"button\" href=\"(/lab/[^\"#]+)#([^\"]+)\"");

  @ParameterizedTest
  @ValueSource(strings = {"admin", "creator", "viewer"})
  void linksOnlyToExperimentsThatTheCallerCanOpen(String account) {
    var client = ApiClient.as(account);

    assertThat(experimentsOf(client)).isNotEmpty();
    for (var path : experimentsOf(client)) {
      assertThat(client.request().get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"creator", "viewer"})
  void saysWhatIsNeededInstead(String account) {
    assertThat(pageOf(ApiClient.as(account)))
        .contains(
            "Fault: drop the notification, and don’t complete the upload. Needs the role admin")
        .contains(
            "href=\"/login?switch=true&amp;return=%2Flab%2Ffaults%3Ffault%3Dkill-application\"");
  }

  @Test
  void offersAdministratorsEveryExperiment() {
    assertThat(pageOf(ApiClient.as("admin")))
        .doesNotContain("Needs the")
        .contains(Experiment.FAULTS.path() + "?fault=");
  }

  @Test
  void dividesALongAnswerIntoParagraphs() {
    assertThat(pageOf(ApiClient.as("viewer")))
        .contains("<p class=\"answer\">Decoders are the most attacked code in such a system:");
  }

  @Test
  void offersViewersALinkWithoutAButtonIfOnlyTheActionNeedsARole() {
    var page = pageOf(ApiClient.as("viewer"));

    assertThat(page)
        .contains(
            "<a href=\"/lab/signature#sign-put\">Sign a URL and read every line</a>. Needs the role"
                + " creator or admin.")
        .doesNotContain("<a class=\"button\" href=\"/lab/signature#sign-put\"")
        .doesNotContain("<a class=\"button\" href=\"/lab/choices#")
        .contains("<a class=\"button\" href=\"/lab/signature#example\"");
    assertThat(pageOf(ApiClient.as("creator")))
        .contains("<a class=\"button\" href=\"/lab/signature#sign-put\"");
  }

  /** A button that a viewer sees leads to something that the page has for a viewer. */
  @ParameterizedTest
  @ValueSource(strings = {"admin", "creator", "viewer"})
  void buttonsSelectWhatThePageHas(String account) {
    var client = ApiClient.as(account);
    var fragments = BUTTON.matcher(pageOf(client)).results().toList();

    assertThat(fragments).isNotEmpty();
    for (var fragment : fragments) {
      var path = fragment.group(1);
      assertThat(client.request().get(path).asString())
          .as(path)
          .contains("id=\"%s\"".formatted(fragment.group(2)));
    }
  }

  private static List<String> experimentsOf(ApiClient client) {
    return LINK.matcher(pageOf(client)).results().map(link -> link.group(1)).distinct().toList();
  }

  private static String pageOf(ApiClient client) {
    return client.request().get("/lab/questions").then().statusCode(200).extract().asString();
  }
}
