package dev.slipway.account.ssh;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * The public keys with which the caller's account logs in over SFTP. Managing them requires a
 * login; a request with a token gets 403.
 */
@Path("/api/me/ssh-keys")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class SshKeyResource {
  private final SshKeys keys;
  private final CurrentAccount caller;

  SshKeyResource(SshKeys keys, CurrentAccount caller) {
    this.keys = keys;
    this.caller = caller;
  }

  /** Lists the keys, newest first. */
  @GET
  public List<SshKeyView> list() {
    return keys.findOwn();
  }

  /** Adds a key. */
  @POST
  @ResponseStatus(201)
  public SshKeyView add(SshKeyRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Send JSON with a 'publicKey'.");
    }
    return keys.add(request.name(), request.publicKey());
  }

  /** Removes a key. */
  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    keys.remove(id);
  }

  /** Removes all keys. */
  @DELETE
  public void removeAll() {
    keys.removeAll(caller.getName());
  }

  /**
   * @param name tells where the key is; the comment of the key if not given
   * @param publicKey one line as in {@code id_ed25519.pub}
   */
  record SshKeyRequest(String name, String publicKey) {
    /** A private key may have been sent by mistake, and this text may end up in logs. */
    @Override
    public String toString() {
      return "an SSH key";
    }
  }
}
