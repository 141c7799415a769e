package dev.slipway.lab;

import dev.slipway.lab.faults.FaultLab;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Hides all pages and endpoints of the lab while it is disabled, and those of the fault lab without
 * a relay that causes faults. It runs before a request is matched and authorised, so that strangers
 * get the same answer as everybody else.
 */
class LabFilter {
  private static final List<String> PATHS = List.of("/lab", "/api/lab");

  private static final List<String> FAULT_PATHS = List.of("/lab/faults", "/api/lab/faults");

  private final LabConfig config;
  private final FaultLab faultLab;

  LabFilter(LabConfig config, FaultLab faultLab) {
    this.config = config;
    this.faultLab = faultLab;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @ServerRequestFilter(preMatching = true)
  void check(UriInfo uri) {
    if (!config.enabled() && isBelow(uri.getPath(), PATHS)
        || !faultLab.isAvailable() && isBelow(uri.getPath(), FAULT_PATHS)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }
  }

  private static boolean isBelow(String path, List<String> parents) {
    return parents.stream()
        .anyMatch(parent -> path.equals(parent) || path.startsWith(parent + "/"));
  }
}
