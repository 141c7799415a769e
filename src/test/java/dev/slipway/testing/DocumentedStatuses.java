package dev.slipway.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fails a test whose request of the API succeeds with a status that the OpenAPI document lacks.
 * Without the document, as if its address is on another port, it checks nothing.
 */
public final class DocumentedStatuses implements Filter {
  static final DocumentedStatuses FILTER = new DocumentedStatuses();

  private static final Pattern PATH = Pattern.compile("https?://[^/]*([^?#]*).*", Pattern.DOTALL);

  private static List<Operation> operations;

  private DocumentedStatuses() {}

  private record Operation(String method, String template, Pattern path, Set<String> statuses) {}

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification response,
      FilterContext context) {
    var answer = context.next(request, response);
    if (answer.statusCode() < 300) {
      var path = PATH.matcher(request.getURI()).replaceFirst("$1");
      document().stream()
          .filter(operation -> operation.method().equals(request.getMethod()))
          .filter(operation -> operation.path().matcher(path).matches())
          .findFirst()
          .ifPresent(
              operation ->
                  assertThat(operation.statuses())
                      .as("%s %s in /q/openapi", operation.method(), operation.template())
                      .contains(Integer.toString(answer.statusCode())));
    }
    return answer;
  }

  /** Empty if the document doesn't have the operation. */
  public static Optional<Set<String>> of(String method, String template) {
    return document().stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> operation.template().equals(template))
        .map(Operation::statuses)
        .findFirst();
  }

  private static synchronized List<Operation> document() {
    if (operations == null) {
      var response = given().get("/q/openapi?format=json");
      if (response.statusCode() != 200) {
        return List.of();
      }
      Map<String, Map<String, Map<String, Map<String, Object>>>> paths =
          response.jsonPath().getMap("paths");
      operations =
          paths.entrySet().stream()
              .flatMap(
                  path ->
                      path.getValue().entrySet().stream()
                          .map(
                              operation ->
                                  operation(
                                      operation.getKey(),
                                      path.getKey(),
                                      operation.getValue().get("responses").keySet())))
              // A literal path before one with a parameter.
              .sorted(Comparator.comparing(operation -> operation.template().split("\\{").length))
              .toList();
    }
    return operations;
  }

  private static Operation operation(String method, String template, Set<String> statuses) {
    var path = template.replaceAll("\\{[^}]*}", "[^/]+").replace(".", "\\.");
    return new Operation(
        method.toUpperCase(Locale.ROOT), template, Pattern.compile(path), Set.copyOf(statuses));
  }
}
