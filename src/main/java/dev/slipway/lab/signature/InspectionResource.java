package dev.slipway.lab.signature;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The JSON API of the signature inspector. What it receives is neither logged nor stored. */
@Path("/api/lab/inspections")
@Blocking
@Authenticated
class InspectionResource {
  private final Inspector inspector;

  InspectionResource(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * Takes a pre-signed URL apart, and names what differs between the URL, the request as sent and
   * the store's answer. Limited like requests for signatures.
   */
  @POST
  @SigningRateLimited(SigningOperation.INSPECTION)
  public Inspection inspect(InspectionRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with 'url', a pre-signed URL.");
    }
    return inspector.inspect(request);
  }
}
