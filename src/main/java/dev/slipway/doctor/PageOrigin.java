package dev.slipway.doctor;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;

/** The origin of the page that sent a request. */
public final class PageOrigin {
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s*@]{1,255}");

  private PageOrigin() {}

  /**
   * Returns the request's {@code Origin} header, or else the origin that the request was sent to.
   */
  public static String of(HttpHeaders headers, UriInfo uri) {
    var origin = headers.getHeaderString("Origin");
    if (origin != null && ORIGIN.matcher(origin).matches()) {
      return origin;
    }
    var base = uri.getBaseUri();
    return base.getScheme() + "://" + base.getRawAuthority();
  }
}
