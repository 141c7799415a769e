package dev.slipway.web.problem;

import jakarta.ws.rs.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;

/**
 * Finds the HTTP methods that an address has, for the header {@code Allow}. Quarkus lists all those
 * of the class for {@code OPTIONS}, and none for status 405, so this asks its routing tables.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.1">RFC 9110, Allow</a>
 */
final class AllowedMethods {
  private static final String ROOT = "/";

  private AllowedMethods() {}

  /** The methods of the current request's address by name; empty if there is nothing at it. */
  static Set<String> ofCurrentRequest() {
    return of(CurrentRequestManager.get().getPathWithoutPrefix());
  }

  /**
   * The nearest page above the current request's address, except for the home page; empty if there
   * is none. A form that was sent to the address is on that page.
   */
  static Optional<String> findPageAboveCurrentRequest() {
    var path = CurrentRequestManager.get().getPathWithoutPrefix();
    for (var end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      var above = path.substring(0, end);
      if (of(above).contains(HttpMethod.GET)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  private static Set<String> of(String path) {
    var request = CurrentRequestManager.get();
    var classes = new RequestMapper<>(request.getDeployment().getClassMappers());
    var methods = new TreeSet<String>();
    for (var match = classes.map(path);
        match != null;
        match = classes.continueMatching(path, match)) {
      addMethods(match, methods);
    }
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    if (!methods.isEmpty()) {
      methods.add(HttpMethod.OPTIONS);
    }
    return methods;
  }

  private static void addMethods(RequestMatch<InitialMatch> match, Set<String> methods) {
    var remaining = match.remaining.isEmpty() ? ROOT : match.remaining;
    for (var handler : match.value.handlers) {
      if (handler instanceof ClassRoutingHandler routing) {
        routing
            .getMappers()
            .forEach(
                (method, mapper) -> {
                  var endpoint = mapper.map(remaining);
                  if (endpoint != null
                      && endpoint.value.getResourceClass() != UnknownApiResource.class) {
                    methods.add(method);
                  }
                });
      }
    }
  }
}
