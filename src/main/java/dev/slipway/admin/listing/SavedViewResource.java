package dev.slipway.admin.listing;

import dev.slipway.account.Role;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The API of the saved views of the administrators' listing. */
@Path("/api/views")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class SavedViewResource {
  private final SavedViews views;

  SavedViewResource(SavedViews views) {
    this.views = views;
  }

  /** Lists all views by name. */
  @GET
  public List<SavedView> list() {
    return views.findAll();
  }

  /**
   * Saves a view, or replaces the one that has this name.
   *
   * @param name up to 60 characters
   * @throws ProblemException {@code invalid-request}; {@code quota-exceeded}
   */
  @PUT
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public SavedView save(@PathParam("name") String name, ViewRequest request) {
    if (request == null || request.query() == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with the 'query' of the list of videos.");
    }
    return views.save(name, request.query(), true);
  }

  /**
   * Deletes a view.
   *
   * @throws ProblemException {@code not-found}
   */
  @DELETE
  @Path("{name}")
  public void delete(@PathParam("name") String name) {
    views.delete(name);
  }

  /**
   * @param query the query string of the list, such as {@code status=REJECTED&sort=-size}
   */
  record ViewRequest(String query) {}
}
