package dev.slipway.catalogue.pages;

import dev.slipway.web.security.ContentSecurityPolicy;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides in which sites the player may be embedded. */
@Startup
@ApplicationScoped
@Named("embedding")
public class EmbedPolicy {
  private static final String SELF = "'self'";
  private static final String NONE = "'none'";

  /** An origin, with a wildcard for subdomains or ports; or a scheme. */
  private static final Pattern SOURCE =
      Pattern.compile(
          "\\*|'self'|https?:|https?://(?:\\*\\.)?[A-Za-z0-9.-]+(?::(?:\\d{1,5}|\\*))?"
              + "|https?://\\[[0-9A-Fa-f:]+](?::\\d{1,5})?");

  private final String header;
  private final boolean allowsOthers;

  /**
   * @throws IllegalArgumentException if the setting contains anything but sources
   */
  EmbedPolicy(EmbedConfig config, ContentSecurityPolicy policy) {
    var ancestors = config.ancestors().strip();
    var sources = new HashSet<>(List.of(ancestors.split("\\s+")));
    var isNone = sources.equals(Set.of(NONE));
    if (!isNone && !sources.stream().allMatch(source -> SOURCE.matcher(source).matches())) {
      throw new IllegalArgumentException(
          "SLIPWAY_EMBED_ANCESTORS must be 'none', or origins such as https://www.example.com,"
              + " 'self' or *, separated by spaces, not "
              + config.ancestors());
    }
    header = policy.inFramesOf(String.join(" ", ancestors.split("\\s+")));
    allowsOthers = !isNone && !sources.equals(Set.of(SELF));
  }

  /** The Content-Security-Policy of the player. */
  String header() {
    return header;
  }

  /** Whether pages of other sites may contain the player. For templates. */
  public boolean allowsOthers() {
    return allowsOthers;
  }
}
