package dev.slipway.account.settings;

import dev.slipway.account.Role;
import dev.slipway.account.ssh.SshKeys;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The forms that add and remove public keys for SFTP. */
@Path("/account/ssh-keys")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class SshKeyPages {
  private final SshKeys keys;
  private final OwnAccountPageRenderer view;

  SshKeyPages(SshKeys keys, OwnAccountPageRenderer view) {
    this.keys = keys;
    this.view = view;
  }

  /** If the key is refused, the form doesn't show it again: it may be a private one. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response add(
      @FormParam("name") @DefaultValue("") String name,
      @FormParam("key") @DefaultValue("") String key) {
    try {
      keys.add(name, key);
      return Redirect.to("/account", "done", "key-added");
    } catch (ProblemException refusal) {
      return Response.status(refusal.toProblem().status())
          .entity(view.with(new KeyForm(name, refusal.getMessage())))
          .build();
    }
  }

  @POST
  @Path("{id}/deletion")
  @Operation(hidden = true)
  public Response remove(@PathParam("id") String id) {
    keys.remove(id);
    return Redirect.to("/account", "done", "key-removed");
  }
}
