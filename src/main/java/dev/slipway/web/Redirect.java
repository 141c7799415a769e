package dev.slipway.web;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Responses to forms (303): the browser opens another page of this application. */
public final class Redirect {
  private Redirect() {}

  /**
   * Redirects to a page.
   *
   * @param path without the path prefix, as in {@code @Path}
   * @param query alternating names and values; parameters whose value is null are left out
   */
  public static Response to(String path, Object... query) {
    return toAddress(path, QueryString.of(query));
  }

  /**
   * Redirects to a page.
   *
   * @param query encoded, without its question mark; may be empty
   */
  public static Response toAddress(String path, String query) {
    return Response.seeOther(URI.create(query.isEmpty() ? path : path + "?" + query)).build();
  }
}
