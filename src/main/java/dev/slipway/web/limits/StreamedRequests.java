package dev.slipway.web.limits;

import io.vertx.core.http.HttpMethod;

/**
 * Requests whose bodies an endpoint takes from {@link StreamedBody} while they arrive. They are the
 * exception to {@link RequestBodyReader}, so their endpoint must limit how many there are at once.
 */
public interface StreamedRequests {
  /**
   * @param path without the path prefix
   */
  boolean include(HttpMethod method, String path);
}
