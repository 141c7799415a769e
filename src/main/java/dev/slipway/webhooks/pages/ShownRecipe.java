package dev.slipway.webhooks.pages;

import java.net.URI;
import java.util.List;

/**
 * A recipe on the page of a webhook.
 *
 * @param command the shell command that runs it for this webhook
 */
record ShownRecipe(String language, String fileName, String command, String code) {
  private static final int DEFAULT_PORT = 9000;

  /**
   * @param url of the webhook; if it names a port, the receivers listen there
   * @param secret null if it can't be shown
   */
  static List<ShownRecipe> of(String url, String secret) {
    var port = URI.create(url).getPort();
    var settings = "WEBHOOK_SECRET='%s' ".formatted(secret == null ? "whsec_..." : secret);
    var argument = " " + (port < 0 ? DEFAULT_PORT : port);
    return Recipe.ALL.stream()
        .map(
            recipe ->
                new ShownRecipe(
                    recipe.language(),
                    recipe.fileName(),
                    settings + recipe.command() + argument,
                    recipe.code()))
        .toList();
  }
}
