package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The card of one file on the upload page. */
public record UploadCard(Locator root) {
  private static final Pattern ADDRESS = Pattern.compile("/videos/[a-z2-7]{26}");

  /** Chooses a file on the upload page. Its upload starts at once. */
  public static UploadCard choose(Page page, Path file) {
    page.getByLabel("Choose files").setInputFiles(file);
    return of(page, file);
  }

  static UploadCard of(Page page, Path file) {
    return new UploadCard(
        page.getByRole(
            AriaRole.ARTICLE,
            new Page.GetByRoleOptions().setName(file.getFileName().toString()).setExact(true)));
  }

  void press(String button) {
    button(button).click();
  }

  /** A button by its visible text. Screen readers also hear the name of the file. */
  Locator button(String name) {
    return root.getByRole(
        AriaRole.BUTTON,
        new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name + "( |$)")));
  }

  Locator link(String name) {
    return root.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
  }

  /** Cancels the upload, and confirms that what was uploaded is deleted. */
  void cancelAndConfirm() {
    press("Cancel");
    press("Yes, cancel");
  }

  /** Opens the form with the details of the video. */
  UploadCard openDetails() {
    if (root.locator("[data-part=details][open]").count() == 0) {
      root.getByText("Details and link").click();
    }
    return this;
  }

  /** Sets the title, and waits until it is saved. */
  void setTitle(String title) {
    openDetails().titleField().fill(title);
    assertThat(part("saved")).hasText("Saved");
  }

  Locator titleField() {
    return root.getByLabel("Title");
  }

  Locator part(String name) {
    return root.locator("[data-part='" + name + "']");
  }

  void awaitPhase(String phase) {
    assertThat(root).hasAttribute("data-phase", phase);
  }

  /** Waits for a phase with a longer timeout. */
  public void awaitPhase(String phase, Duration longest) {
    assertThat(root)
        .hasAttribute(
            "data-phase", phase, new HasAttributeOptions().setTimeout(longest.toMillis()));
  }

  public String phase() {
    return root.getAttribute("data-phase");
  }

  /** The id of the upload and the video. The page shows it as soon as the upload is open. */
  public String id() {
    var link = part("page");
    assertThat(link).hasAttribute("href", ADDRESS);
    var href = link.getAttribute("href");
    return href.substring(href.lastIndexOf('/') + 1);
  }
}
