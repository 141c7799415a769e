package dev.slipway.lab.cheatsheet;

import dev.slipway.lab.attacks.DefenceGroup;
import dev.slipway.lab.capacity.ExampleEstimate;
import dev.slipway.lab.cheatsheet.Numbers.Number;
import dev.slipway.lab.choices.Choice;
import dev.slipway.lab.choices.Choices;
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

/** The cheat sheet, which prints on two pages of A4. */
@Path("/lab/cheat-sheet")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class CheatSheetPages {
  private final Numbers numbers;

  CheatSheetPages(Numbers numbers) {
    this.numbers = numbers;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance cheatSheet() {
    return Templates.cheatSheet(
        numbers.ofTheProtocol(),
        numbers.ofThisInstallation(),
        DefenceGroup.all(),
        Choices.all(),
        ExampleEstimate.summary());
  }

  @CheckedTemplate(basePath = "lab", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    static native TemplateInstance cheatSheet(
        List<Number> protocol,
        List<Number> installation,
        List<DefenceGroup> attacks,
        List<Choice> choices,
        String example);

    private Templates() {}
  }
}
