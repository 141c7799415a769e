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
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects query parameters that a method of the API doesn't declare, and repeated ones. Ignoring
 * them would answer another question than the caller asked: a list with a misspelled filter would
 * contain everything. Pages ignore them, because other sites add parameters to links.
 */
class QueryParameterFilter {
  private static final String API = "/api/";

  /** Enough for every misspelling in an error message. */
  private static final int MAX_NAME_LENGTH = 50;

  private final Map<Method, TreeSet<String>> declaredNames = new ConcurrentHashMap<>();

  /**
   * @throws ProblemException {@code invalid-request}; its message names the parameter
   */
  @ServerRequestFilter
  void check(UriInfo uri, ResourceInfo resource) {
    var query = uri.getQueryParameters();
    if (query.isEmpty() || !uri.getPath().startsWith(API)) {
      return;
    }
    var declared =
        declaredNames.computeIfAbsent(resource.getResourceMethod(), QueryParameterFilter::namesOf);
    query.forEach((name, values) -> check(name, values, declared));
  }

  private static void check(String name, List<String> values, TreeSet<String> declared) {
    if (!declared.contains(name)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Unknown query parameter '%s'.".formatted(SafeText.truncate(name, MAX_NAME_LENGTH))
              + hint(declared));
    }
    if (values.size() > 1) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'%s' must be given only once.".formatted(name));
    }
  }

  private static String hint(TreeSet<String> declared) {
    return declared.isEmpty()
        ? " This address has none."
        : " Use: " + String.join(", ", declared) + ".";
  }

  private static TreeSet<String> namesOf(Method method) {
    return Arrays.stream(method.getParameters())
        .flatMap(QueryParameterFilter::declaringElements)
        .map(element -> element.getAnnotation(QueryParam.class))
        .filter(Objects::nonNull)
        .map(QueryParam::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The parameter itself, or the fields of a class that holds several. */
  private static Stream<? extends AnnotatedElement> declaringElements(Parameter parameter) {
    return parameter.isAnnotationPresent(BeanParam.class)
        ? Arrays.stream(parameter.getType().getDeclaredFields())
        : Stream.of(parameter);
  }
}
