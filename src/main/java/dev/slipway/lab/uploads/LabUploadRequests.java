package dev.slipway.lab.uploads;

import dev.slipway.lab.Lab;
import dev.slipway.web.limits.StreamedRequests;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;

/** The requests whose bodies are videos, as long as the lab is enabled. */
@ApplicationScoped
class LabUploadRequests implements StreamedRequests {
  private static final String PATH = "/api/lab/uploads/";

  private final Lab lab;

  LabUploadRequests(Lab lab) {
    this.lab = lab;
  }

  @Override
  public boolean include(HttpMethod method, String path) {
    return lab.isEnabled() && method.equals(HttpMethod.PUT) && path.startsWith(PATH);
  }
}
