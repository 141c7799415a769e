package dev.slipway.lab.choices;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The JSON API of the trials. */
@Path("/api/lab/choices")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class TrialResource {
  private final TrialRunner runner;

  TrialResource(TrialRunner runner) {
    this.runner = runner;
  }

  /** Tries a way to upload on the store, with throw-away objects. */
  @POST
  @Path("{name}")
  @SigningRateLimited(SigningOperation.TRIAL)
  public TrialResult run(@PathParam("name") String name) {
    var trial =
        Trial.find(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "There is no trial with this name. Use post-policy or"
                            + " temporary-credentials."));
    return runner.run(trial);
  }
}
