package dev.slipway.web.path;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Names the prefix as the server in the OpenAPI document, whose paths are without it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class OpenApiServerFilter implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI document) {
    var prefix = Arc.container().instance(PathPrefix.class).get();
    if (!prefix.isEmpty()) {
      document.setServers(List.of(OASFactory.createServer().url(prefix.toString())));
    }
  }
}
