package dev.slipway.lab.choices;

import dev.slipway.lab.BinarySize;
import dev.slipway.storage.StoreConfig;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.web.Formats;
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

/** The page that compares ways to upload. A script on it runs the trials through the API. */
@Path("/lab/choices")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class ChoicePages {
  private final UploadsConfig config;
  private final StoreConfig store;

  ChoicePages(UploadsConfig config, StoreConfig store) {
    this.config = config;
    this.store = store;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance choices() {
    return Templates.choices(
        Choices.all(),
        StoreDifference.stores(),
        StoreDifference.all(),
        settings(),
        store.embedded() ? RecordedAnswer.OF_TEMPORARY_CREDENTIALS : List.of());
  }

  private String settings() {
    return ("Here a URL is valid for %s, a file of %s or more is sent in parts of %s, and the largest"
            + " file has %s.")
        .formatted(
            Formats.humanMillisAtMost(config.urlLifetime().toMillis()),
            BinarySize.of(config.partsFrom().asLongValue()),
            BinarySize.of(config.partSize().asLongValue()),
            BinarySize.of(config.maxSize().asLongValue()));
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance choices(
        List<Choice> choices,
        List<String> stores,
        List<StoreDifference> differences,
        String settings,
        List<RecordedAnswer> recordedAnswers);

    private Templates() {}
  }
}
