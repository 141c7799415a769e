package dev.slipway.web.path;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Adds the prefix to redirects and locations of our own, because endpoints don't know it. */
class LocationPrefixFilter {
  private final PathPrefix prefix;

  LocationPrefixFilter(PathPrefix prefix) {
    this.prefix = prefix;
  }

  @ServerResponseFilter
  void addPrefix(ContainerResponseContext response, UriInfo uri) {
    var isForeign = response.getHeaders().remove(PathPrefix.KEEP_LOCATION) != null;
    var location = response.getLocation();
    if (isForeign || location == null || prefix.isEmpty()) {
      return;
    }
    // Quarkus has already made it absolute.
    var host = uri.getBaseUri().toString();
    if (location.toString().startsWith(host)) {
      var path = location.toString().substring(host.length() - 1);
      response.getHeaders().putSingle(HttpHeaders.LOCATION, external(uri.getBaseUri(), path));
    }
  }

  private URI external(URI host, String path) {
    return host.resolve(prefix.addTo(path));
  }
}
