package dev.slipway.web.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * Completes the responses in the OpenAPI document: the status of a success that {@link
 * ResponseStatus} names, which the generator of the document doesn't know, and the problems.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiResponses implements OASFilter {
  /** The statuses of problems, besides those of the server. */
  private static final List<Integer> PROBLEMS = List.of(400, 401, 403, 404, 409, 413, 415, 429);

  private static final String API = "/api/";

  /** Can answer 404 everywhere: an installation may be without it. */
  private static final String LAB = "/api/lab/";

  private static final String VIDEO = "/api/videos/{id}/";

  /** The document is generated with this status for methods that return nothing. */
  private static final String VOID_POST = "201";

  private final IndexView index;

  public OpenApiResponses(IndexView index) {
    this.index = index;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    correctStatuses(document);
    var components = document.getComponents();
    PROBLEMS.forEach(status -> components.addResponse(nameOf(status), describe(status)));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> addProblems(path, method, operation)));
  }

  private void correctStatuses(OpenAPI document) {
    document.getPaths().getPathItems().values().stream()
        .flatMap(item -> item.getOperations().values().stream())
        .filter(operation -> operation.getResponses().hasAPIResponse(VOID_POST))
        .forEach(operation -> setStatus(operation, Status.NO_CONTENT.getStatusCode()));
    for (var annotation : index.getAnnotations(ResponseStatus.class)) {
      if (annotation.target().kind() == AnnotationTarget.Kind.METHOD) {
        var method = annotation.target().asMethod();
        operations(document, method)
            .forEach(operation -> setStatus(operation, annotation.value().asInt()));
      }
    }
  }

  /** None for a page, which the document doesn't have. */
  private static Stream<Operation> operations(OpenAPI document, MethodInfo method) {
    var item = document.getPaths().getPathItem(pathOf(method));
    return item == null
        ? Stream.empty()
        : item.getOperations().entrySet().stream()
            .filter(entry -> method.hasAnnotation("jakarta.ws.rs." + entry.getKey()))
            .map(Map.Entry::getValue);
  }

  private static String pathOf(MethodInfo method) {
    return Stream.<AnnotationTarget>of(method.declaringClass(), method)
        .map(element -> element.declaredAnnotation(Path.class))
        .filter(Objects::nonNull)
        .flatMap(path -> Arrays.stream(path.value().asString().split("/")))
        .filter(segment -> !segment.isEmpty())
        .collect(Collectors.joining("/", "/", ""));
  }

  private static void setStatus(Operation operation, int status) {
    var responses = operation.getResponses();
    var generated =
        responses.getAPIResponses().keySet().stream()
            .filter(code -> code.startsWith("2"))
            .findFirst()
            .orElseThrow();
    var response = responses.getAPIResponse(generated);
    responses.removeAPIResponse(generated);
    response.setDescription(Status.fromStatusCode(status).getReasonPhrase());
    if (status == Status.NO_CONTENT.getStatusCode()) {
      response.setContent(null);
    }
    responses.addAPIResponse(Integer.toString(status), response);
  }

  private static void addProblems(String path, HttpMethod method, Operation operation) {
    var responses = operation.getResponses();
    PROBLEMS.stream()
        .filter(status -> applies(status, path, method, operation))
        .forEach(
            status ->
                responses.addAPIResponse(
                    Integer.toString(status),
                    OASFactory.createAPIResponse()
                        .ref("#/components/responses/" + nameOf(status))));
    responses.setAPIResponses(new TreeMap<>(responses.getAPIResponses()));
    responses.setDefaultValue(
        OASFactory.createAPIResponse()
            .description("Another problem, such as a temporary one with Retry-After")
            .content(content()));
  }

  /** Whether an operation can be answered with a problem that has this status. */
  private static boolean applies(int status, String path, HttpMethod method, Operation operation) {
    return switch (status) {
      // An unknown query parameter is an error, also where there are none.
      case 400, 403 -> path.startsWith(API);
      case 404 ->
          path.contains("{")
              || path.startsWith(LAB)
              || hasParameter(operation, "video")
              || !path.startsWith(API);
      case 409 -> path.startsWith(API) && (method != HttpMethod.GET || path.startsWith(VIDEO));
      case 413, 415 -> path.startsWith(API) && operation.getRequestBody() != null;
      default -> true;
    };
  }

  private static boolean hasParameter(Operation operation, String name) {
    return operation.getParameters() != null
        && operation.getParameters().stream()
            .anyMatch(parameter -> name.equals(parameter.getName()));
  }

  private static APIResponse describe(int status) {
    var codes =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.status() == status)
            .map(ErrorCode::code)
            .collect(Collectors.joining(", "));
    return OASFactory.createAPIResponse()
        .description("%s: %s".formatted(Status.fromStatusCode(status).getReasonPhrase(), codes))
        .content(content());
  }

  /** The schema is generated, because the results of bulk changes contain problems too. */
  private static Content content() {
    var schema = OASFactory.createSchema().ref("#/components/schemas/Problem");
    return OASFactory.createContent()
        .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schema));
  }

  /** Such as {@code NotFound}. */
  private static String nameOf(int status) {
    return Status.fromStatusCode(status).getReasonPhrase().replace(" ", "");
  }
}
