package dev.slipway.catalogue.share;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The share links of a video, also while its upload is under way. */
@Path("/api/videos/{id}/shares")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class ShareResource {
  private final ShareRules rules;
  private final ShareLinks links;

  ShareResource(ShareRules rules, ShareLinks links) {
    this.rules = rules;
    this.links = links;
  }

  /** Creates a link that lets people who have it watch the video. */
  @POST
  @SigningRateLimited(SigningOperation.SHARE)
  @ResponseStatus(201)
  public RestResponse<ShareLinkView> create(@PathParam("id") String id, ShareRequest request) {
    var terms = rules.validate(id, request == null ? ShareRequest.DEFAULT : request);
    var link = links.create(id, terms);
    return RestResponse.ResponseBuilder.<ShareLinkView>created(
            URI.create("/api/videos/" + id + "/shares/" + link.id()))
        .entity(link)
        .build();
  }

  /** Lists the links, the newest first. */
  @GET
  public List<ShareLinkView> list(@PathParam("id") String id) {
    return links.list(id);
  }

  /** Revokes a link at once, also for people who have opened it. */
  @DELETE
  @Path("{shareId}")
  public void revoke(@PathParam("id") String id, @PathParam("shareId") String shareId) {
    links.revoke(id, shareId);
  }
}
