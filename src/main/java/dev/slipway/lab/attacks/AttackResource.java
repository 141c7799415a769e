package dev.slipway.lab.attacks;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Arrays;
import java.util.List;

/** The JSON API of the attack bench. */
@Path("/api/lab/attacks")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class AttackResource {
  private final AttackRunner runner;

  AttackResource(AttackRunner runner) {
    this.runner = runner;
  }

  /** Lists the attacks. */
  @GET
  public AttackList list() {
    return new AttackList(Arrays.stream(Attack.values()).map(AttackItem::of).toList());
  }

  /** Runs one attack on a throw-away upload of the caller. */
  @POST
  @Path("{name}")
  @SigningRateLimited(SigningOperation.ATTACK)
  public AttackResult run(@PathParam("name") String name) {
    var attack =
        Attack.find(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "There is no attack with this name. GET /api/lab/attacks lists them."));
    return runner.run(attack);
  }

  /** The attacks as JSON. */
  record AttackList(List<AttackItem> items) {}

  /** An attack that can be run. */
  record AttackItem(
      String name, String title, String description, Defence defence, RequestOutcome expected) {
    static AttackItem of(Attack attack) {
      return new AttackItem(
          attack.kebabCase(),
          attack.title(),
          attack.description(),
          attack.defence(),
          attack.expected());
    }
  }
}
