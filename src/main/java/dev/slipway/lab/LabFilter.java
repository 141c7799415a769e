package dev.slipway.lab;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Hides all pages and endpoints of the lab while it is disabled. It runs before a request is
 * matched and authorised, so that strangers get the same answer as everybody else.
 */
class LabFilter {
  private static final List<String> PATHS = List.of("/lab", "/api/lab");

  private final LabConfig config;

  LabFilter(LabConfig config) {
    this.config = config;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @ServerRequestFilter(preMatching = true)
  void check(UriInfo uri) {
    if (!config.enabled() && PATHS.stream().anyMatch(path -> isBelow(uri.getPath(), path))) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }
  }

  private static boolean isBelow(String path, String parent) {
    return path.equals(parent) || path.startsWith(parent + "/");
  }
}
