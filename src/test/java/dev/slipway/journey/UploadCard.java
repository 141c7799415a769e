package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;

/** The card of one file on the upload page. */
record UploadCard(Locator root) {

  /** Chooses a file on the upload page. */
  static UploadCard choose(Page page, Path file) {
    page.getByLabel("Choose files").setInputFiles(file);
    return of(page, file);
  }

  static UploadCard of(Page page, Path file) {
    return new UploadCard(
        page.getByRole(
            AriaRole.ARTICLE,
            new Page.GetByRoleOptions().setName(file.getFileName().toString()).setExact(true)));
  }

  UploadCard start() {
    press("Start upload");
    return this;
  }

  void press(String button) {
    button(button).click();
  }

  Locator button(String name) {
    return root.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return root.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
  }

  Locator title() {
    return root.getByLabel("Title");
  }

  Locator part(String name) {
    return root.locator("[data-part='" + name + "']");
  }

  void reaches(String phase) {
    assertThat(root).hasAttribute("data-phase", phase);
  }

  String phase() {
    return root.getAttribute("data-phase");
  }

  /** The id that upload and video share, once the link to the video is there. */
  String id() {
    var href = link("Open the video page").getAttribute("href");
    return href.substring(href.lastIndexOf('/') + 1);
  }
}
