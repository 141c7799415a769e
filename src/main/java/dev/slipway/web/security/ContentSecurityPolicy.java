package dev.slipway.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.stream.Collectors;

/**
 * The Content-Security-Policy of pages. It allows no inline script or style, and names the store's
 * public origin, because browsers send and load videos there.
 */
@ApplicationScoped
public class ContentSecurityPolicy {
  public static final String HEADER = "Content-Security-Policy";

  private final String directives;

  ContentSecurityPolicy(@Any Instance<ContentSource> sources) {
    var origins =
        sources.stream().map(ContentSource::origin).distinct().collect(Collectors.joining(" "));
    directives =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: " + origins,
            // blob: is for Media Source Extensions, which play from addresses that the page's own
            // scripts create, and for files that the visitor has chosen on the upload page.
            "media-src 'self' blob: " + origins,
            "connect-src 'self' " + origins,
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors ");
  }

  /** The policy of all pages but those that are made for frames. */
  String withoutFrames() {
    return inFramesOf("'none'");
  }

  /**
   * The policy of a page that is made for frames.
   *
   * @param ancestors the sources that may contain the page, separated by spaces
   */
  public String inFramesOf(String ancestors) {
    return directives + ancestors;
  }
}
