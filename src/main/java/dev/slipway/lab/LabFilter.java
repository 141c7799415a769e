package dev.slipway.lab;

import dev.slipway.lab.faults.FaultLab;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.LoginRequirement;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Hides all pages and endpoints of the lab while it is disabled, and those of the fault lab without
 * a relay that causes faults. It runs before a request is matched and authorised, so that strangers
 * get the same answer as for any address that doesn't exist.
 */
class LabFilter {
  private static final List<String> PATHS = List.of("/lab", "/api/lab");

  private static final List<String> FAULT_PATHS = List.of("/lab/faults", "/api/lab/faults");

  private final LabConfig config;
  private final FaultLab faultLab;
  private final LoginRequirement login;

  LabFilter(LabConfig config, FaultLab faultLab, LoginRequirement login) {
    this.config = config;
    this.faultLab = faultLab;
    this.login = login;
  }

  /**
   * Returns null to continue with the request, or fails with {@code not-found}; without a login,
   * below {@code /api}, with 401.
   */
  @ServerRequestFilter(preMatching = true)
  Uni<Response> check(UriInfo uri) {
    return isHidden(uri.getPath())
        ? login
            .require(uri)
            .onItem()
            .failWith(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "There is nothing at this address. Check it, or start at the home page."))
            .replaceWith((Response) null)
        : null;
  }

  private boolean isHidden(String path) {
    return !config.enabled() && isBelow(path, PATHS)
        || !faultLab.isAvailable() && isBelow(path, FAULT_PATHS);
  }

  private static boolean isBelow(String path, List<String> parents) {
    return parents.stream()
        .anyMatch(parent -> path.equals(parent) || path.startsWith(parent + "/"));
  }
}
