package dev.slipway.catalogue.pages;

import dev.slipway.account.Role;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.captions.CaptionLanguage;
import dev.slipway.catalogue.captions.CaptionView;
import dev.slipway.catalogue.captions.Captions;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The forms of the page of a video that change its captions. */
@Path("/videos/{id}/captions")
@Blocking
@Produces(MediaType.TEXT_HTML)
class CaptionForms {
  private final Captions captions;
  private final Videos videos;
  private final WatchPageFactory pages;

  CaptionForms(Captions captions, Videos videos, WatchPageFactory pages) {
    this.captions = captions;
    this.videos = videos;
    this.pages = pages;
  }

  /**
   * Adds or replaces the captions of a language; what the form leaves open remains as it was. If
   * they are refused, the page says why.
   */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response put(
      @PathParam("id") String id,
      @RestForm FileUpload file,
      @RestForm String language,
      @RestForm String label,
      @RestForm String byDefault) {
    try {
      var former = captions.find(id, language);
      var isNamed = label != null && !label.isBlank();
      captions.put(
          id,
          CaptionLanguage.parse(
              language, isNamed ? label : former.map(CaptionView::label).orElse(null)),
          byDefault != null || former.filter(CaptionView::byDefault).isPresent(),
          contentOf(file));
      return Redirect.to(CaptionForm.address(id, false));
    } catch (ProblemException refusal) {
      if (!refusal.toProblem().code().equals(ErrorCode.INVALID_REQUEST.code())) {
        throw refusal;
      }
      var form = CaptionForm.refused(language, label, byDefault != null, refusal.getMessage());
      var page = pages.createForManager(videos.requireVisible(id), form);
      return Response.status(refusal.toProblem().status())
          .entity(VideoPages.Templates.watch(page, false))
          .build();
    }
  }

  /** Deletes the captions of a language. */
  @POST
  @Path("{language}/deletion")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response delete(@PathParam("id") String id, @PathParam("language") String language) {
    captions.delete(id, language);
    return Redirect.to(CaptionForm.address(id, true));
  }

  private static byte[] contentOf(FileUpload file) {
    if (file == null || file.size() == 0) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Choose a caption file.");
    }
    try {
      return Files.readAllBytes(file.uploadedFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
