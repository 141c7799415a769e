package dev.slipway.rights;

import dev.slipway.testing.ApplicationClasses;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A method of the application that answers requests.
 *
 * @param method of HTTP
 * @param path a template such as {@code /api/videos/{id}}
 * @param rule who may call it at all: {@value #PUBLIC}, {@value #LOGGED_IN}, or the name of a role
 * @param contentType of its body
 * @param body the record that its body is read into; empty if it has no body or reads it otherwise
 * @param implementation the method in Java
 */
public record Endpoint(
    String method,
    String path,
    String rule,
    String contentType,
    Optional<Class<?>> body,
    Method implementation) {
  public static final String NO_RULE = "NO RULE";
  public static final String PUBLIC = "public";
  public static final String LOGGED_IN = "logged in";

  private static final List<Endpoint> ALL =
      ApplicationClasses.ALL.stream()
          .filter(type -> !type.isAnnotation())
          .map(type -> type.reflect())
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> !method.isSynthetic() && isEndpoint(method))
          .map(Endpoint::of)
          .toList();

  /** All endpoints, as reflection finds them. */
  public static List<Endpoint> all() {
    return ALL;
  }

  /** Method and path. */
  public String name() {
    return method + " " + path;
  }

  @Override
  public String toString() {
    return "%-6s %-36s %s".formatted(method, path, rule);
  }

  private static Endpoint of(Method method) {
    var type = method.getDeclaringClass();
    return new Endpoint(
        httpMethod(method).orElse("?"),
        UriBuilder.fromPath("/").path(pathOf(type)).path(pathOf(method)).toTemplate(),
        ruleOf(method).or(() -> ruleOf(type)).orElse(NO_RULE),
        Stream.of(method, type)
            .map(element -> element.getAnnotation(Consumes.class))
            .filter(Objects::nonNull)
            .map(consumes -> consumes.value()[0])
            .findFirst()
            .orElse(MediaType.APPLICATION_JSON),
        bodyOf(method),
        method);
  }

  /** Also a method with a path alone, which would be a sub-resource. */
  private static boolean isEndpoint(Method method) {
    return method.isAnnotationPresent(Path.class) || httpMethod(method).isPresent();
  }

  private static Optional<String> httpMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(HttpMethod::value)
        .findFirst();
  }

  /** Other parameters have an annotation that says where their value comes from. */
  private static Optional<Class<?>> bodyOf(Method method) {
    return Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.getAnnotations().length == 0)
        .<Class<?>>map(Parameter::getType)
        .filter(Class::isRecord)
        .findFirst();
  }

  private static String pathOf(AnnotatedElement element) {
    var path = element.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }

  private static Optional<String> ruleOf(AnnotatedElement element) {
    if (element.isAnnotationPresent(PermitAll.class)) {
      return Optional.of(PUBLIC);
    }
    if (element.isAnnotationPresent(Authenticated.class)) {
      return Optional.of(LOGGED_IN);
    }
    return Optional.ofNullable(element.getAnnotation(RolesAllowed.class))
        .map(roles -> String.join(" or ", roles.value()));
  }
}
