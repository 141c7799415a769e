package dev.slipway.lab.capacity;

import dev.slipway.lab.capacity.MeasuredFigures.MeasuredFigure;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of the capacity calculator. All inputs are in its address, so it can be shared. */
@Path("/lab/capacity")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class CapacityPages {
  private static final Set<Input> OF_HOURS = EnumSet.of(Input.HOURS, Input.LENGTH);
  private static final Set<Input> OF_USERS = EnumSet.of(Input.USERS, Input.SHARE, Input.SIZE);
  private static final Set<Input> OF_ALL = EnumSet.range(Input.BITRATE, Input.RETENTION);
  private static final Set<Input> PRICES = EnumSet.range(Input.STORAGE_PRICE, Input.SERVER_CPU);

  @GET
  @Operation(hidden = true)
  public Response calculate(@Context UriInfo uri) {
    var parser = new InputParser(uri.getQueryParameters());
    var page = Templates.capacity(form(parser), result(parser));
    var status = parser.problems().isEmpty() ? Response.Status.OK : Response.Status.BAD_REQUEST;
    return Response.status(status).entity(page).build();
  }

  private static CapacityForm form(InputParser parser) {
    return new CapacityForm(
        parser.inputs().volume() == Volume.HOURS,
        fields(parser, OF_HOURS),
        fields(parser, OF_USERS),
        fields(parser, OF_ALL),
        fields(parser, PRICES),
        PRICES.stream().anyMatch(parser.problems()::containsKey),
        List.of(Scenario.values()));
  }

  private static List<Field> fields(InputParser parser, Set<Input> inputs) {
    return Arrays.stream(Input.values())
        .filter(inputs::contains)
        .map(input -> new Field(input, parser.text(input), parser.problems().get(input)))
        .toList();
  }

  private static CapacityResult result(InputParser parser) {
    if (!parser.problems().isEmpty()) {
      return null;
    }
    var inputs = parser.inputs();
    var estimate = new Estimate(inputs);
    var costs = new CostFigures(inputs, estimate);
    return new CapacityResult(
        costs.summary(),
        new LoadFigures(inputs, estimate).groups(),
        costs.store(),
        costs.ways(),
        CostFigures.sourceOfDirect(),
        new MeasuredFigures(estimate).all());
  }

  /**
   * The data of the form.
   *
   * @param byHours whether the volume is given in hours of video
   * @param pricesOpen whether the prices must be visible, because one of them can't be used
   */
  record CapacityForm(
      boolean byHours,
      List<Field> hours,
      List<Field> users,
      List<Field> common,
      List<Field> prices,
      boolean pricesOpen,
      List<Scenario> scenarios) {
    /** The default number of viewers for a volume in hours of video. */
    public String viewersByHours() {
      return Amounts.plain(Input.VIEWERS.defaultValue(Volume.HOURS));
    }

    /** The default number of viewers for a volume in people and files. */
    public String viewersByUsers() {
      return Amounts.plain(Input.VIEWERS.defaultValue(Volume.USERS));
    }
  }

  /** The results, from top to bottom. */
  record CapacityResult(
      String summary,
      List<FigureGroup> groups,
      FigureGroup cost,
      List<WayToUpload> ways,
      String sourceOfDirect,
      List<MeasuredFigure> measured) {}

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance capacity(CapacityForm form, CapacityResult result);

    private Templates() {}
  }
}
