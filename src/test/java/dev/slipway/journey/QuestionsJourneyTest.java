package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user looks for the answer to a question, its code and its experiment. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class QuestionsJourneyTest {
  /** What people search for, and the question that answers it. */
  private static final Map<String, String> QUESTIONS_BY_WORD =
      Map.ofEntries(
          Map.entry("rotate", "key-rotation"),
          Map.entry("leak", "key-rotation"),
          Map.entry("sleep", "sleep"),
          Map.entry("duplicate", "idempotency"),
          Map.entry("429", "signing-rate"),
          Map.entry("closed tab", "sleep"),
          Map.entry("malware", "malware"),
          Map.entry("encryption", "encryption"),
          Map.entry("KMS", "encryption"),
          Map.entry("GDPR", "erasure"),
          Map.entry("tenant", "tenants"),
          Map.entry("prefix", "hot-bucket"),
          Map.entry("consistent", "strong-consistency"),
          Map.entry("CloudFront", "cdn-signatures"),
          Map.entry("monitor", "alerts"),
          Map.entry("alert", "alerts"),
          Map.entry("HTML", "content"),
          Map.entry("referrer", "ip-restriction"),
          Map.entry("MD5", "etag"),
          Map.entry("acceleration", "regions"),
          Map.entry("STS", "short-session"));

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey withoutScript = Journey.withoutScript();

  @Test
  void findsAnAnswerAndItsExperiment() {
    var page = journey.as("viewer").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Questions").click();
    journey.screenshot("questions");
    page.getByLabel("Search").fill("50,000 users");
    assertThat(page.locator("article:visible")).hasCount(1);
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("1 of");

    var article = page.locator("#through-the-server");
    assertThat(article)
        .containsText(
            Pattern.compile("src/main/java/dev/slipway/uploads/UploadOpener\\.java:[1-9][0-9]+"));
    article.getByText("Calculate it").click();
    assertThat(page.locator("#bytes-per-day")).containsText("500 GB");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void findsAQuestionByAnotherWord() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/questions");
    QUESTIONS_BY_WORD.forEach(
        (word, question) -> {
          page.getByLabel("Search").fill(word);
          assertThat(page.locator("article#" + question)).isVisible();
          assertThat(page.locator("article#object-keys")).isHidden();
        });
  }

  @Test
  void opensAnAttackThatIsReadyToRun() {
    var page = journey.as("creator").page();
    page.navigate("/lab/questions#client-lies");
    assertThat(Accessibility.violations(page)).isEmpty();

    page.locator("#client-lies .experiment a").click();
    var run =
        page.locator("#false-completion")
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Run"));
    assertThat(run).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("#false-completion")).containsText("409 upload-incomplete");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** Each link leads to the control that runs the experiment. */
  @ParameterizedTest
  @CsvSource({
    "how-signing-works, sign-put",
    "regions, example",
    "duplicates, sample",
    "part-size, size"
  })
  void opensAPageWithTheControlSelected(String question, String control) {
    var page = journey.as("creator").page();
    page.navigate("/lab/questions#" + question);
    page.locator("#" + question + " .experiment a").click();

    assertThat(page.locator("#" + control)).isFocused();
    assertThat(page.locator("#" + control)).isInViewport();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void showsViewersWhatTheyNeedInsteadOfAButton() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/questions#how-signing-works");
    var experiment = page.locator("#how-signing-works .experiment");
    assertThat(experiment).containsText("Needs the role creator or admin");
    assertThat(experiment.locator(".button")).hasCount(0);
    assertThat(Accessibility.violations(page)).isEmpty();
    journey.screenshot("questions-viewer");
    experiment.locator("a").click();
    assertThat(page.getByLabel("Pre-signed URL")).isVisible();
  }

  @Test
  void canBeReadWithoutJavaScript() {
    var page = withoutScript.as("viewer").page();
    page.navigate("/lab/questions#lost-event");
    assertThat(page.locator("#lost-event")).isInViewport();
    assertThat(page.getByLabel("Search")).isHidden();
  }
}
