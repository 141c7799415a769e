package dev.slipway.lab.questions;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of questions and answers. */
@Path("/lab/questions")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class QuestionPages {
  @GET
  @Operation(hidden = true)
  public TemplateInstance list() {
    return Templates.questions(Questions.all());
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance questions(List<Question> questions);

    private Templates() {}
  }
}
