package dev.slipway.web.path;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Below a prefix the API's description says so: its paths are those inside. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class OpenApiServerFilter implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI description) {
    var prefix = Arc.container().instance(PathPrefix.class).get();
    if (!prefix.isEmpty()) {
      description.setServers(List.of(OASFactory.createServer().url(prefix.toString())));
    }
  }
}
