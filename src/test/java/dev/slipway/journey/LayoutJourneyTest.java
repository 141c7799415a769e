package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.SelectOption;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All pages fit on a phone, in light and dark, and need two round trips after their HTML. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LayoutJourneyTest {
  private static final int HEIGHT = 844;
  private static final int PHONE = 390;
  private static final int DESKTOP = 1280;
  private static final int NARROWEST = 320;
  private static final int[] WIDTHS = {DESKTOP, 768, PHONE, 360, NARROWEST};
  private static final int ROWS_CHECKED_BY_AXE = 10;
  private static final int MORE_THAN_A_PAGE = 60;

  /** A browser has six connections to a host. */
  private static final int FILES_IN_TWO_ROUND_TRIPS = 12;

  private static final String FILE = ".*\\.(css|js|svg)";
  private static final String CACHED_FILE = "/assets/[0-9a-f]{16}/.*";
  private static final String LONG =
      "a-title-without-any-space-that-no-phone-can-show-in-one-line-";

  private static final String LONGEST_LIVE_NOTICE =
      """
      button => {
        button.textContent = "Reload the page and discard what you entered";
        button.hidden = false;
      }\
      """;

  @Inject EntityManager entities;

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  private final List<String> problems = new ArrayList<>();

  /** Of all pages at once, because visiting them takes long. */
  @AfterEach
  void assertNoProblems() {
    assertThat(problems).isEmpty();
  }

  @AfterEach
  void deleteNotifications() {
    execute("delete from notification where transport = 'layout'");
  }

  @AfterEach
  void deleteVideosOfManyDays() {
    execute("delete from video where object_key like 'videos/days/%'");
    execute("delete from account where name like 'long.name.%'");
  }

  @AfterEach
  void hasNoWarnings() {
    assertThat(journey.consoleWarnings()).isEmpty();
  }

  @Test
  void fitsPublicPages() {
    visit("/login", "login");
    visit("/videos", "gallery-of-nobody");
    var upload = ApiClient.as("creator").open(LONG + ".mp4", "video/mp4", new byte[9]);
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", "unlisted"))
        .patch("/api/uploads/{id}", upload.getString("id"))
        .then()
        .statusCode(200);
    visit("/videos/" + upload.getString("id"), "watch-awaited-by-strangers");
    String share =
        ApiClient.as("creator")
            .request()
            .contentType("application/json")
            .body(Map.of("password", LONG))
            .post("/api/videos/{id}/shares", upload.getString("id"))
            .path("url");
    visit(URI.create(share).getPath(), "share-password");
    assertThat(journey.consoleErrors()).isEmpty();
    visit("/share/" + LONG, "share-unknown");
  }

  @Test
  void fitsPagesOfCreatorAndAdmin() throws IOException {
    var page = journey.openUploadPage();
    checkLayout("upload");
    var clip =
        Files.move(PlayableVideos.mp4(directory, 1), directory.resolve(LONG + LONG + ".mp4"));
    var card = UploadCard.choose(page, clip);
    checkLayout("upload-chosen");
    card.awaitPhase("done");
    checkLayout("upload-done");
    card.root().getByText("What just happened").click();
    checkLayout("upload-exchange");
    var id = card.id();
    visit("/videos/" + id, "watch");
    page.getByText("Edit details").click();
    page.getByLabel("Description").fill(LONG.repeat(9) + "\n\nA second paragraph.");
    page.getByLabel("Tags").fill("sea, " + "W".repeat(50) + ", Été im Garten");
    page.locator(".live-notice > .button").evaluate(LONGEST_LIVE_NOTICE);
    // In the middle of the page, the header covers parts of the player's buttons.
    page.evaluate("() => scrollTo(0, 0)");
    checkLayout("watch-edit");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    checkLayout("watch-described");
    visit("/videos/" + id + "/shares", "shares-none");
    page.getByLabel("For whom").fill(LONG);
    page.getByLabel("Password").fill(LONG);
    page.getByLabel("Number of viewers").fill("5");
    page.getByText("Create share link").click();
    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    page.getByText("Revoke", new Page.GetByTextOptions().setExact(true)).click();
    checkLayout("shares");
    visit("/videos", "gallery");
    visit("/videos/mine", "mine");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Move to trash: " + LONG))
        .first()
        .click();
    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    checkLayout("mine-trashed");
    visit("/videos/" + id, "watch-trashed");
    visit("/videos/trash", "trash");
    page.getByText("Delete permanently").first().click();
    checkLayout("trash-confirm");
    page.keyboard().press("Escape");
    visit("/videos/" + id + "/deletion", "deletion-confirmation");
    visit("/videos/trash/emptying", "emptying-confirmation");
    visit("/videos/trash", "trash-again");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Restore " + LONG))
        .first()
        .click();
    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    checkLayout("trash-restored");
    visit("/account", "account");
    visit("/tokens", "tokens");
    page.getByLabel("Token name").fill(LONG);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    checkLayout("tokens-made");
    page.getByText("Revoke", new Page.GetByTextOptions().setExact(true)).first().click();
    checkLayout("tokens-revoke");
    journey.as("admin");
    visit("/videos/" + id, "watch-as-admin");
    change(
        "update video set size = 149033628, declared_type = 'video/x-matroska' where id = ?1", id);
    visit("/admin/videos", "admin");
    change(
        "insert into media_job (video_id, kind, run, priority, state, failures, problem, worker,"
            + " queued_at, started_at, ended_at) values (?1, 'PROBE', 1, 10, 'DEAD', 5,"
            + " repeat('a-long-problem-', 30), repeat('a-long-host-', 4), now(), now(), now())",
        id);
    visit("/admin/processing", "processing");
    visit("/admin/videos/" + id, "inspection");
    ApiClient.as("admin")
        .request()
        .formParams("name", LONG.substring(0, 60), "query", "status=ready")
        .post("/admin/videos/views");
    visit("/admin/videos?status=ready", "admin-filtered");
    page.getByText("View: ").click();
    checkLayout("admin-views");
    page.getByText("Columns", new Page.GetByTextOptions().setExact(true)).click();
    checkLayout("admin-columns");
    page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
    checkLayout("admin-options");
    page.locator("[data-inspect]").first().click();
    assertThat(page.locator("#drawer h3")).isVisible();
    checkLayout("drawer");
    insertNotifications();
    visit("/admin/inbox?state=dead&after=" + Long.MAX_VALUE, "inbox-dead");
    visit("/admin/inbox", "inbox");
    page.getByText("Process all notifications again…").click();
    checkLayout("inbox-all");
    page.locator(".listing a").first().click();
    checkLayout("notification");
    ApiClient.as("admin").request().formParam("mode", "report").post("/admin/drift");
    visit("/admin/doctor", "doctor");
    visit("/admin/drift", "drift");
    page.locator(".listing a").first().click();
    checkLayout("reconciliation");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsTheAuditLog() {
    ApiClient.as("creator").open(LONG + ".mp4", "video/mp4", new byte[9]);
    ApiClient.as("admin").request().formParam("mode", "report").post("/admin/drift");
    journey.as("admin");
    visit("/admin/audit", "audit");
    visit("/admin/audit?actor=nobody&action=login.&q=" + LONG, "audit-filtered");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsTheDashboard() {
    var page = journey.as("admin").page();
    insertVideosOfManyDays();
    insertMoreNotificationsThanAreCounted();
    visit("/admin/dashboard?days=365", "dashboard-year");
    assertThat(page.getByText("More than 10,000 waiting")).isVisible();
    visit("/admin/dashboard", "dashboard");
    page.getByText("Show daily numbers").click();
    page.getByText("Count again…").click();
    checkLayout("dashboard-open");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsLongNamesOfOwners() {
    insertVideosOfManyDays();
    execute(
        "update video set visibility = 'PUBLIC' where object_key like 'videos/days/%'"
            + " and status = 'READY' and owner is not null");
    journey.as("admin");
    visit("/videos", "gallery-long-owners");
    var video =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    entities
                        .createNativeQuery(
                            "select id from video where object_key = 'videos/days/1'")
                        .getSingleResult());
    visit("/videos/" + video, "watch-long-owner");
    execute(
        "update video set delete_after = now() + interval '9 days'"
            + " where object_key = 'videos/days/1'");
    visit("/videos/trash", "trash-long-owner");
  }

  /** All colours are the system's there. */
  @Test
  void marksTheCurrentPageInForcedColours() {
    var page = journey.as("admin").page();
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    page.navigate("/admin/videos");
    assertMarksCurrent(page, ".nav");
    assertMarksCurrent(page, ".admin-nav");
    page.navigate("/tokens");
    assertMarksCurrent(page, ".segments");
  }

  private static void assertMarksCurrent(Page page, String navigation) {
    var border = "it => getComputedStyle(it).borderBlockEnd";
    var current = page.locator(navigation + " a[aria-current]");
    var others = page.locator(navigation + " a:not([aria-current])");
    assertThat((List<?>) others.evaluateAll("links => links.map(" + border + ")"))
        .as(navigation)
        .isNotEmpty()
        .allMatch(other -> !other.equals(current.evaluate(border)));
  }

  @Test
  void theKeyboardFollowsTheHeaderOfAPhoneFromTopToBottom() {
    var page = journey.as("admin").page();
    page.setViewportSize(PHONE, HEIGHT);
    page.navigate("/account");
    page.locator(".brand").focus();
    var links = page.locator(".bar :is(a, button)").count();
    var inNavigation = new ArrayList<Integer>();
    for (var link = 1; link < links; link++) {
      page.keyboard().press("Tab");
      inNavigation.add(page.locator(".nav :focus").count());
    }
    assertThat(inNavigation).startsWith(0).endsWith(1).isSorted();
  }

  /** At 400%, a window of 1280 by 1024 has this size. */
  @Test
  void barOfSelectedVideosDoesNotCoverAnEnlargedPage() {
    var id = ApiClient.as("creator").upload(LONG + ".mp4", new byte[900]).getString("id");
    var page = journey.as("admin").page();
    for (var path : List.of("/admin/videos?q=" + id, "/videos/mine", "/videos/trash")) {
      if (path.equals("/videos/mine")) {
        journey.as("creator");
      }
      if (path.equals("/videos/trash")) {
        ApiClient.as("creator").request().delete("/api/videos/{id}", id).then().statusCode(200);
      }
      page.setViewportSize(NARROWEST, 256);
      page.navigate(path);
      page.getByLabel("Select " + LONG).first().check();
      assertThat(page.locator(".bulk-bar")).hasCSS("position", "static");
      page.setViewportSize(PHONE, HEIGHT);
      assertThat(page.locator(".bulk-bar")).hasCSS("position", "sticky");
    }
  }

  @Test
  void textOfTwiceTheSizeFitsOnAPhone() {
    var upload = ApiClient.as("creator").upload(LONG + LONG + ".mp4", SmallVideos.next());
    var page = journey.as("creator").page();
    page.setViewportSize(PHONE, HEIGHT);
    for (var path :
        List.of(
            "/videos/mine",
            "/videos/" + upload.getString("id"),
            "/lab/signature",
            "/lab/comparison")) {
      page.navigate(path);
      setTextSize("200%");
      checkWidth(path);
    }
  }

  @Test
  void fitsBulkJobs() {
    var id = ApiClient.as("creator").upload(LONG + ".mp4", new byte[900]).getString("id");
    var page = journey.as("admin").page();
    visit("/admin/jobs", "jobs-none");
    page.navigate("/admin/videos?q=" + id);
    page.getByLabel("Select " + LONG).check();
    checkLayout("admin-selected");
    page.getByLabel("Action").selectOption("Change owner");
    journey.find(AriaRole.BUTTON, "Continue").click();
    page.locator(".job-form button")
        .evaluate("it => (it.textContent = 'Read the format of about 1,200,000 videos again')");
    checkLayout("job-confirm-many");
    page.reload();
    checkLayout("job-confirm");
    page.getByLabel("New owner").fill("creator2");
    journey.find(AriaRole.BUTTON, "Give 1 video to this account").click();
    assertThat(page.locator("tbody tr").first()).containsText("1 changed");
    page.navigate("/admin/videos?q=" + id);
    page.getByLabel("Apply to").selectOption("1 that matches");
    page.getByLabel("Action").selectOption("Retry failed jobs");
    journey.find(AriaRole.BUTTON, "Continue").click();
    checkLayout("job-confirm-filter");
    // The video was rejected, and there is no other one.
    ApiClient.as("admin")
        .request()
        .contentType("application/json")
        .body(Map.of("action", "retry", "ids", List.of(id, "a".repeat(26))))
        .post("/api/videos/jobs")
        .then()
        .statusCode(202);
    page.navigate("/admin/jobs");
    assertThat(page.locator("tbody tr").first()).containsText("Done, 1 failed");
    visit("/admin/jobs", "jobs");
    page.locator("tbody a").first().click();
    checkLayout("job");
    page.navigate("/admin/videos");
    page.getByLabel("Apply to").selectOption(new SelectOption().setValue("filter"));
    page.getByLabel("Action").selectOption("Move to trash");
    journey.find(AriaRole.BUTTON, "Continue").click();
    checkLayout("job-confirm-all");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsWebhooks() {
    var page = journey.as("creator").page();
    visit("/webhooks", "webhooks-none");
    page.getByLabel("URL of the receiver").fill("https://receiver.invalid/" + LONG + LONG);
    page.getByLabel("Description").fill(LONG + LONG);
    journey.find(AriaRole.BUTTON, "Add webhook").click();
    assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("Copy the secret now");
    checkLayout("webhook-made");
    journey.find(AriaRole.BUTTON, "Send a test event").click();
    assertThat(page.locator("#test .sent")).containsText("webhook.test");
    page.evaluate("() => document.querySelectorAll('details').forEach((it) => (it.open = true))");
    checkLayout("webhook-open");
    var path = URI.create(page.url()).getPath();
    visit(path + "?status=dead", "webhook-dead");
    visit("/webhooks", "webhooks");
    page.getByLabel("URL of the receiver").fill("https://me:pw@receiver.invalid/");
    journey.find(AriaRole.BUTTON, "Add webhook").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    checkLayout("webhooks-refused");
    journey.as("admin");
    visit("/webhooks", "webhooks-as-admin");
    visit(path, "webhook-as-admin");
    var id = path.substring(path.lastIndexOf('/') + 1);
    ApiClient.as("admin").request().delete("/api/webhooks/{id}", id).then().statusCode(204);
  }

  @Test
  void fitsAccounts() {
    var page = journey.as("admin").page();
    visit("/admin/accounts", "accounts");
    var name = LONG.substring(0, LONG.length() - 1);
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    journey.find(AriaRole.BUTTON, "Create account").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Send this link");
    checkLayout("account-invited");
    var address = page.locator(".secret code").textContent();
    visit("/admin/accounts?q=" + name, "accounts-found");
    visit("/admin/accounts?q=nobody", "accounts-none");
    visit("/admin/accounts/" + name, "account");
    page.getByText("Remove account", new Page.GetByTextOptions().setExact(true)).click();
    checkLayout("account-remove");
    visit(URI.create(address).getPath(), "invitation");
    ApiClient.as("admin")
        .request()
        .delete("/api/accounts/{name}?videos=keep", name)
        .then()
        .statusCode(202);
    visit("/admin/accounts/" + name, "account-removed");
    assertThat(journey.consoleErrors()).isEmpty();
    visit(URI.create(address).getPath(), "invitation-ended");
  }

  @Test
  void fitsTheLab() {
    var page = journey.as("admin").page();
    visit("/lab", "lab");
    visit("/lab/signature", "signature");
    journey.find(AriaRole.BUTTON, "Use Amazon’s example").click();
    assertThat(page.locator("#comparison")).containsText("Equal");
    checkLayout("signature-example");
    journey.find(AriaRole.BUTTON, "Sign a PUT").click();
    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
    page.getByText("Why was it refused?").click();
    page.getByLabel("Request as sent").fill("PUT /other/" + LONG.repeat(4) + " HTTP/1.1\nHost: a");
    journey.find(AriaRole.BUTTON, "Inspect").click();
    assertThat(page.locator("[data-code=path-differs]")).isVisible();
    checkLayout("signature-refused");
    visit("/lab/attacks", "attacks");
    visit("/lab/comparison", "comparison");
    visit("/lab/uploads", "lab-uploads");
    journey.find(AriaRole.BUTTON, "Send").click();
    assertThat(page.locator("#result")).isVisible();
    checkLayout("lab-uploads-result");
    journey.find(AriaRole.BUTTON, "Delete the video").click();
    assertThat(page.locator("#result")).isHidden();
    visit("/lab/choices", "choices");
    journey.find(AriaRole.BUTTON, "Try on this store: POST policy").click();
    assertThat(page.locator("#post-policy .steps > li")).hasCount(5);
    for (var details : page.locator("#post-policy details").all()) {
      details.locator("summary").first().click();
    }
    checkLayout("choices-tried");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsTheWalk() throws IOException {
    var page = journey.as("creator").page();
    visit("/lab/walk", "walk");
    var clip =
        Files.move(PlayableVideos.mp4(directory, 1), directory.resolve(LONG + LONG + ".mp4"));
    page.getByLabel("Choose a file").setInputFiles(clip);
    assertThat(page.locator("#step-1")).hasAttribute("data-state", "done");
    checkLayout("walk-begun");
    journey.find(AriaRole.BUTTON, "Run all").click();
    assertThat(page.locator("#step-7")).hasAttribute("data-state", "done");
    checkLayout("walk-ended");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsTheCapacityCalculator() {
    var page = journey.as("viewer").page();
    visit("/lab/capacity", "capacity");
    assertThat(journey.consoleErrors()).isEmpty();
    page.getByText("Prices", new Page.GetByTextOptions().setExact(true)).click();
    page.getByLabel("Size of a part").fill(LONG);
    assertThat(page.locator("#part-problem")).containsText("Enter a number");
    checkLayout("capacity-refused");
  }

  @Test
  void fitsTheCheatSheet() {
    journey.as("viewer");
    visit("/lab/cheat-sheet", "cheat-sheet");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsTheQuestions() {
    var page = journey.as("viewer").page();
    visit("/lab/questions", "questions");
    page.getByLabel("Search").fill("zebra".repeat(20));
    assertThat(page.getByText("No question matches")).isVisible();
    checkLayout("questions-nothing-found");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void fitsStatesOfAnUpload() throws IOException {
    var heldPuts = journey.holdPuts();
    var page = journey.openUploadPage();
    var clip = Files.move(PlayableVideos.mp4(directory, 1), directory.resolve(LONG + ".mp4"));
    var card = UploadCard.choose(page, clip);
    page.waitForCondition(() -> !heldPuts.isEmpty());
    card.root().getByText("What just happened").click();
    checkLayout("upload-running");
    card.press("Pause");
    checkLayout("upload-paused");
    heldPuts.clear();
    card.press("Resume");
    page.waitForCondition(() -> !heldPuts.isEmpty());
    Files.delete(clip);
    heldPuts.forEach(put -> put.abort("connectionreset"));
    card.awaitPhase("failed");
    checkLayout("upload-choose-again");
  }

  @Test
  void fitsErrorStates() throws IOException {
    var page = journey.openUploadPage();
    var text = Files.writeString(directory.resolve(LONG + ".mp4"), "Dear diary. ".repeat(99));
    var html = Files.writeString(directory.resolve(LONG + ".html"), "<p>");
    UploadCard.choose(page, html);
    checkLayout("upload-refused");
    var card = UploadCard.choose(page, text);
    card.awaitPhase("rejected");
    checkLayout("upload-rejected");
    visit("/videos/" + card.id(), "watch-rejected");
    var awaited = ApiClient.as("creator").open(LONG + LONG + ".mp4", "video/mp4", new byte[9]);
    visit("/videos/" + awaited.getString("id"), "watch-awaited");
    var id = awaited.getString("id");
    change("update upload set expires_at = now() where id = ?1", id);
    visit("/videos/" + id, "watch-interrupted");
    change("update upload set status = 'EXPIRED' where id = ?1", id);
    visit("/videos/" + id, "watch-expired");
    change("update upload set status = 'ABORTED' where id = ?1", id);
    visit("/videos/" + id, "watch-aborted");
    var mov = PlayableVideos.movWithUnsupportedPicture(directory, 1);
    var silent = ApiClient.as("creator").upload(LONG + ".mov", mov);
    page.navigate("/videos/" + silent.getString("id"));
    assertThat(page.locator("#player-trouble")).isVisible();
    checkLayout("watch-no-picture");
    assertThat(journey.consoleErrors()).isEmpty();

    visit("/videos/" + LONG, "error");
    page.waitForCondition(() -> !journey.consoleErrors().isEmpty());
    assertThat(journey.consoleErrors()).allMatch(complaint -> complaint.contains("404"));
  }

  private void visit(String path, String name) {
    var before = journey.requestsTo(journey.app()).size();
    journey.page().navigate(path);
    var requests = journey.requestsTo(journey.app());
    checkFiles(name, requests.subList(before, requests.size()));
    checkLayout(name);
  }

  private static void checkFiles(String page, List<Request> requests) {
    var files =
        requests.stream()
            .map(request -> URI.create(request.url()).getPath())
            .filter(path -> path.matches(FILE))
            .distinct()
            .toList();
    assertThat(files)
        .as("files of " + page)
        .hasSizeBetween(4, FILES_IN_TWO_ROUND_TRIPS)
        .allMatch(path -> path.matches(CACHED_FILE));
  }

  private void checkLayout(String name) {
    var page = journey.page();
    setScheme(ColorScheme.LIGHT);
    for (var width : WIDTHS) {
      page.setViewportSize(width, HEIGHT);
      checkWidth(name + " at " + width);
    }
    page.setViewportSize(PHONE, HEIGHT);
    setTextSize("200%");
    checkWidth(name + " with text of twice the size");
    setTextSize("");
    showRows(page, ROWS_CHECKED_BY_AXE);
    checkAccessibility(name);
    showRows(page, Integer.MAX_VALUE);
  }

  private void setTextSize(String size) {
    journey.page().evaluate("(size) => (document.documentElement.style.fontSize = size)", size);
  }

  private void checkWidth(String name) {
    var beyond = elementsBeyondTheEdge(journey.page()) + cutOffTables(journey.page());
    if (!beyond.isEmpty()) {
      problems.add(name + ": " + beyond);
    }
  }

  /**
   * The scheme changes colours only, so all rules are checked once on a desktop in the light scheme
   * and once on a phone in the dark one. All phones have the same elements, so the narrowest can
   * only break rules about positions and sizes.
   */
  private void checkAccessibility(String name) {
    var page = journey.page();
    resize(page, DESKTOP);
    addProblems(name, ColorScheme.LIGHT, DESKTOP, Accessibility.violations(page));
    resize(page, PHONE);
    addProblems(name, ColorScheme.LIGHT, PHONE, Accessibility.colourViolations(page));
    journey.screenshot("phone-" + name + "-light");
    setScheme(ColorScheme.DARK);
    addProblems(name, ColorScheme.DARK, PHONE, Accessibility.violations(page));
    journey.screenshot("phone-" + name + "-dark");
    setScheme(ColorScheme.LIGHT);
    resize(page, NARROWEST);
    addProblems(name, ColorScheme.LIGHT, NARROWEST, Accessibility.layoutViolations(page));
  }

  /** Scrolls to the end, where the bar of the selected videos covers no link of a row. */
  private static void resize(Page page, int width) {
    page.setViewportSize(width, HEIGHT);
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
  }

  /** Hides the other rows of each list: other tests leave many, and axe checks each of them. */
  private static void showRows(Page page, int count) {
    page.evaluate(
        """
        (count) => {
          for (const list of document.querySelectorAll("tbody, [data-live-list]")) {
            [...list.children].forEach((row, i) => (row.style.display = i < count ? "" : "none"));
          }
        }\
        """,
        count);
  }

  /** Without transitions, so that no colour is measured halfway between two schemes. */
  private void setScheme(ColorScheme scheme) {
    journey
        .page()
        .emulateMedia(
            new Page.EmulateMediaOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
  }

  private void addProblems(String name, ColorScheme scheme, int width, List<String> violations) {
    violations.forEach(
        violation -> problems.add("%s in %s at %d: %s".formatted(name, scheme, width, violation)));
  }

  /** Enough for two pages of each state, with every fact that a row can have. */
  private void insertNotifications() {
    for (var state : List.of("APPLIED", "DEAD")) {
      for (var i = 0; i < MORE_THAN_A_PAGE; i++) {
        execute(
            "insert into notification (received_at, transport, body, state, reason, tries,"
                + " failures, next_try_at, settled_at, object_key, event_name, event_at, dialect,"
                + " replays) values (now(), 'layout', '\\x7b', '"
                + state
                + "', 'The store does not answer, and this is a long explanation of why', 3, 1,"
                + " now(), now(), 'videos/abcdefghijklmnopqrstuvwxyz/source',"
                + " 'ObjectCreated:CompleteMultipartUpload', now(), 'eventbridge', 2)");
      }
    }
  }

  private void insertMoreNotificationsThanAreCounted() {
    execute(
        "insert into notification (received_at, transport, body, state, tries, failures,"
            + " next_try_at) select now(), 'layout', '\\x7b', 'RECEIVED', 0, 0, '2199-01-01' from"
            + " generate_series(1, 10001)");
  }

  /** Of some owners, the names of which are long, and with all kinds of rejections. */
  private void insertVideosOfManyDays() {
    execute(
        "insert into account (name, role, demo, created_at) select repeat('long.name.', 6) || i,"
            + " 'CREATOR', false, now() from generate_series(1, 30) i on conflict do nothing");
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, rejection, visibility, size, etag, stored_at, stored_by, catalogued_at,"
            + " version) select translate(substr(md5('y' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/days/' || i, 1, true, case when i % 7 > 0 then"
            + " repeat('long.name.', 6) || (1 + i % 30) end, 'y', 'y',"
            + " case when i % 9 = 0 then 'REJECTED' else 'READY' end, case when i % 9 = 0 then"
            + " (array['MALWARE', 'CODEC_NOT_ALLOWED', 'PICTURE_TOO_LARGE', 'NO_VIDEO_STREAM'])"
            + "[1 + i % 4] end, 'PRIVATE', cast(pow(i % 50, 6) as bigint), 'e', stored, 'NOTIFICATION',"
            + " stored + (i * i % 4000) * interval '50 milliseconds', 0 from (select i,"
            + " now() - (i * i % 365) * interval '1 day' as stored from generate_series(1, 800) i)"
            + " s");
    Eventually.holds(
        "the dashboard counts the videos",
        Duration.ofMinutes(1),
        () -> {
          var dashboard = ApiClient.as("admin").request().get("/api/dashboard?days=365").jsonPath();
          return dashboard.getLong("total.videos") >= 800
              && dashboard.getLong("pendingChanges") == 0;
        });
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }

  private void change(String sql, String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(sql).setParameter(1, id).executeUpdate());
  }

  /** The elements beyond the right edge, if the page scrolls sideways. */
  private static String elementsBeyondTheEdge(Page page) {
    return (String)
        page.evaluate(
            """
            () => {
              const { scrollWidth, clientWidth } = document.documentElement;
              if (scrollWidth <= clientWidth) return "";
              return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > clientWidth)
                .map((element) => element.outerHTML.slice(0, 80))
                .join(" | ");
            }\
            """);
  }

  /** The tables that scroll sideways in their card. */
  private static String cutOffTables(Page page) {
    return (String)
        page.evaluate(
            """
            () => [...document.querySelectorAll(".listing")]
              .filter(({ scrollWidth, parentElement }) => scrollWidth > parentElement.clientWidth)
              .map((table) => `${table.ariaLabel} is ${table.scrollWidth} pixels wide`)
              .join(" | ")\
            """);
  }
}
