package dev.slipway.lab.questions;

import dev.slipway.lab.ExperimentAccess;
import dev.slipway.lab.questions.Question.Topic;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of questions and answers. */
@Path("/lab/questions")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class QuestionPages {
  private final ExperimentAccess access;

  QuestionPages(ExperimentAccess access) {
    this.access = access;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance list() {
    return Templates.questions(
        Arrays.stream(Topic.values()).map(this::groupOf).toList(), SearchablePlace.listFor(access));
  }

  private TopicGroup groupOf(Topic topic) {
    return new TopicGroup(
        topic,
        Questions.all().stream()
            .filter(question -> question.topic() == topic)
            .map(this::itemOf)
            .toList());
  }

  private Item itemOf(Question question) {
    var link = question.experiment();
    return new Item(
        question,
        access.mayOpen(link.experiment()),
        access.findObstacle(link).orElse(null),
        access.needsAnotherAccount(link));
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance questions(List<TopicGroup> topics, List<SearchablePlace> places);

    private Templates() {}
  }

  /** The questions about one topic. */
  record TopicGroup(Topic topic, List<Item> items) {}

  /**
   * A question as the caller sees it.
   *
   * @param mayOpen whether the caller can open the page of the experiment
   * @param obstacle why the caller can't run the experiment; null if they can
   * @param needsAnotherAccount whether a login with another account removes the obstacle
   */
  record Item(Question question, boolean mayOpen, String obstacle, boolean needsAnotherAccount) {}
}
