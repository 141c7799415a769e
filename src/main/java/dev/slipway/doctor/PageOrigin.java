package dev.slipway.doctor;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Pattern;

/** Where the page that asks comes from, as its browser says, or else the address it asked at. */
public final class PageOrigin {
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s*@]{1,255}");

  private PageOrigin() {}

  public static String of(HttpHeaders headers, UriInfo uri) {
    var origin = headers.getHeaderString("Origin");
    if (origin != null && ORIGIN.matcher(origin).matches()) {
      return origin;
    }
    var base = uri.getBaseUri();
    return base.getScheme() + "://" + base.getRawAuthority();
  }
}
