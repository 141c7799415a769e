package dev.slipway.web.path;

import io.quarkus.arc.Arc;
import io.quarkus.qute.TemplateExtension;

/** Provides the path prefix to every template: {@code {site:root}/videos}. */
@TemplateExtension(namespace = "site")
class Site {
  private Site() {}

  static String root() {
    return Arc.container().instance(PathPrefix.class).get().toString();
  }
}
