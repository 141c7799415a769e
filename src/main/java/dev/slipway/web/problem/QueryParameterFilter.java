package dev.slipway.web.problem;

import dev.slipway.web.SafeText;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects query parameters that a method of the API doesn't declare, repeated ones, empty filters,
 * and flags that are neither true nor false. Ignoring them would answer another question than the
 * caller asked: a list with a misspelled filter would contain everything. Pages ignore them,
 * because other sites add parameters to links, and forms send their empty fields.
 */
class QueryParameterFilter {
  private static final String API = "/api/";

  /** Without a value they select nothing: all words, the first page, the usual order and size. */
  private static final Set<String> MAY_BE_EMPTY = Set.of("q", "after", "before", "sort", "limit");

  /** Enough for every misspelling in an error message. */
  private static final int MAX_NAME_LENGTH = 50;

  private final Map<Method, Declared> declarations = new ConcurrentHashMap<>();

  private record Declared(TreeSet<String> names, Set<String> flags) {}

  /**
   * @throws ProblemException {@code invalid-request}; its message names the parameter
   */
  @ServerRequestFilter
  void check(UriInfo uri, ResourceInfo resource) {
    var query = uri.getQueryParameters();
    if (query.isEmpty()
        || !uri.getPath().startsWith(API)
        || resource.getResourceClass() == UnknownApiResource.class) {
      return;
    }
    var declared =
        declarations.computeIfAbsent(resource.getResourceMethod(), QueryParameterFilter::declared);
    query.forEach((name, values) -> check(name, values, declared));
  }

  private static void check(String name, List<String> values, Declared declared) {
    if (!declared.names().contains(name)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Unknown query parameter '%s'.".formatted(SafeText.truncate(name, MAX_NAME_LENGTH))
              + hint(declared.names()));
    }
    if (values.size() > 1) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'%s' must be given only once.".formatted(name));
    }
    if (declared.flags().contains(name)) {
      QueryFlag.parse(name, values.get(0));
    }
    if (values.get(0).isBlank() && !MAY_BE_EMPTY.contains(name)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'%s' has no value. Give it one, or leave it out.".formatted(name));
    }
  }

  private static String hint(TreeSet<String> names) {
    return names.isEmpty() ? " This address has none." : " Use: " + String.join(", ", names) + ".";
  }

  private static Declared declared(Method method) {
    var parameters =
        Arrays.stream(method.getParameters())
            .flatMap(QueryParameterFilter::declaringElements)
            .filter(element -> element.isAnnotationPresent(QueryParam.class))
            .toList();
    return new Declared(
        names(parameters.stream()),
        names(parameters.stream().filter(flag -> flag.isAnnotationPresent(FlagParameter.class))));
  }

  private static TreeSet<String> names(Stream<? extends AnnotatedElement> parameters) {
    return parameters
        .map(parameter -> parameter.getAnnotation(QueryParam.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The parameter itself, or the fields of a class that holds several. */
  private static Stream<? extends AnnotatedElement> declaringElements(Parameter parameter) {
    return parameter.isAnnotationPresent(BeanParam.class)
        ? Arrays.stream(parameter.getType().getDeclaredFields())
        : Stream.of(parameter);
  }
}
