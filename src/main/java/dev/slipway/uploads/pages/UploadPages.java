package dev.slipway.uploads.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.quota.QuotaView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.catalogue.sync.VideoProcessing;
import dev.slipway.uploads.UploadsConfig;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The upload page. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class UploadPages {
  private final UploadsConfig config;
  private final Quotas quotas;
  private final CurrentAccount caller;
  private final VideoProcessing processing;

  UploadPages(
      UploadsConfig config, Quotas quotas, CurrentAccount caller, VideoProcessing processing) {
    this.config = config;
    this.quotas = quotas;
    this.caller = caller;
    this.processing = processing;
  }

  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance upload() {
    return Templates.upload(
        FileLimits.of(config), quotas.viewOf(caller.getName()), processing.isEnabled());
  }

  @CheckedTemplate(basePath = "uploads")
  static class Templates {
    /**
     * @param processed whether posters are made of the videos
     */
    static native TemplateInstance upload(FileLimits page, QuotaView quota, boolean processed);

    private Templates() {}
  }
}
