package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
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

  private static final Path SENTENCES =
      Path.of("src/test/resources/dev/slipway/lab/questions/interview-sentences.tsv");

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey withoutScript = Journey.withoutScript();

  @Test
  void findsAnAnswerAndItsExperiment() {
    var page = journey.as("viewer").page();
    page.navigate("/lab");
    journey.find(AriaRole.LINK, "Questions").click();
    journey.screenshot("questions");
    page.getByLabel("Search").fill("50,000 users");
    assertThat(page.locator("article:visible").first()).hasId("through-the-server");
    journey.screenshot("questions-search");
    page.getByLabel("Search").fill("middleman");
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

  /**
   * Sentences as interviewers say them, with the questions of which one must be among the first
   * three, or the first of all if the line ends with {@code first}.
   */
  @Test
  void findsTheQuestionOfAnInterviewer() throws IOException {
    var page = journey.as("viewer").page();
    page.navigate("/lab/questions");
    var sentences = Files.readAllLines(SENTENCES);
    assertThat(sentences).hasSizeGreaterThan(70);
    var assertions = new SoftAssertions();
    for (var line : sentences) {
      var columns = line.split("\t");
      var limit = columns.length > 2 && columns[2].equals("first") ? 1 : 3;
      page.getByLabel("Search").fill(columns[1]);
      assertions
          .assertThat(
              page.locator("article:visible").all().stream()
                  .limit(limit)
                  .map(QuestionsJourneyTest::id))
          .as(columns[1])
          .containsAnyOf(columns[0].split(" "));
    }
    assertions.assertAll();
  }

  @Test
  void aLinkToAQuestionThatTheSearchHidesClearsTheSearch() {
    var page = journey.as("viewer").page();
    page.navigate("/lab/questions");
    page.getByLabel("Search").fill("revoking");
    assertThat(page.locator("#lost-event")).isHidden();
    page.evaluate("() => { location.hash = 'lost-event'; }");

    assertThat(page.locator("#lost-event")).isInViewport();
    assertThat(page.getByLabel("Search")).hasValue("");
    assertThat(page.locator("article:visible")).hasCount(page.locator("article").count());
  }

  @Test
  void findsAttacksAndWaysToUploadToo() {
    var page = journey.as("creator").page();
    page.navigate("/lab/questions");
    assertThat(page.locator("#elsewhere")).isHidden();

    page.getByLabel("Search").fill("POST policy");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("the best match first");
    assertThat(page.locator("#elsewhere li:visible").first()).containsText("POST policy");
    page.getByLabel("Search").fill("steal a URL");
    var link = page.locator("#elsewhere a[href=\"/lab/attacks#stolen-url\"]");
    assertThat(link).isVisible();
    assertThat(Accessibility.violations(page)).isEmpty();

    page.getByLabel("Search").fill("Test");
    assertThat(page.locator("article:visible").first()).hasId("fault-tests");
    assertThat(page.locator("article#object-keys")).isHidden();
    page.getByLabel("Search").fill("zebra");
    assertThat(page.locator("#no-matches")).isVisible();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("No question");
    page.getByLabel("Search").fill("");
    assertThat(page.locator("article:visible").first()).hasId("how-signing-works");
    assertThat(page.locator(".contents")).isVisible();
    assertThat(journey.consoleErrors()).isEmpty();
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
    experiment.locator("a").first().click();
    assertThat(page.getByLabel("Pre-signed URL")).isVisible();
  }

  @Test
  void canBeReadWithoutJavaScript() {
    var page = withoutScript.as("viewer").page();
    page.navigate("/lab/questions#lost-event");
    assertThat(page.locator("#lost-event")).isInViewport();
    assertThat(page.getByLabel("Search")).isHidden();
  }

  private static String id(Locator article) {
    return article.getAttribute("id");
  }
}
