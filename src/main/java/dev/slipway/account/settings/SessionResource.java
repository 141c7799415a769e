package dev.slipway.account.settings;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/**
 * The browsers in which the caller's account is logged in. Managing them requires a login; a
 * request with a token gets 403. Connections over SFTP are not among them.
 */
@Path("/api/me/sessions")
@Blocking
@Authenticated
class SessionResource {
  private final OwnSessions sessions;

  SessionResource(OwnSessions sessions) {
    this.sessions = sessions;
  }

  /** Lists the sessions: that of the request first, then the last used. */
  @GET
  public List<SessionView> list() {
    return sessions.find();
  }

  /** Ends one session at once. */
  @DELETE
  @Path("{id}")
  public void end(@PathParam("id") String id) {
    sessions.end(id);
  }

  /** Ends all sessions but that of the request. */
  @DELETE
  public void endOthers() {
    sessions.endOthers();
  }
}
