package dev.slipway.web.path;

import io.quarkus.arc.Arc;
import io.quarkus.qute.TemplateExtension;

/** In every template: {@code {site:root}/videos} is where the outside has {@code /videos}. */
@TemplateExtension(namespace = "site")
class Site {
  private Site() {}

  static String root() {
    return Arc.container().instance(PathPrefix.class).get().toString();
  }
}
