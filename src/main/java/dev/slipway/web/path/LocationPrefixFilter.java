package dev.slipway.web.path;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Puts the prefix into each redirect and location of our own. Rooms know paths without it. */
class LocationPrefixFilter {
  private final PathPrefix prefix;

  LocationPrefixFilter(PathPrefix prefix) {
    this.prefix = prefix;
  }

  @ServerResponseFilter
  void addPrefix(ContainerResponseContext response, UriInfo uri) {
    var location = response.getLocation();
    if (location == null || prefix.isEmpty()) {
      return;
    }
    // Quarkus has made it absolute by now.
    var host = uri.getBaseUri().toString();
    if (location.toString().startsWith(host)) {
      var path = location.toString().substring(host.length() - 1);
      response.getHeaders().putSingle(HttpHeaders.LOCATION, outside(uri.getBaseUri(), path));
    }
  }

  private URI outside(URI host, String path) {
    return host.resolve(prefix.addTo(path));
  }
}
