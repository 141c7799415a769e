package dev.slipway.account.token;

import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says in the OpenAPI document how each operation can be authenticated: with a token, and the scope
 * that it needs if it is limited, or in the session of a login, and the role of its account.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiCredentials implements OASFilter {
  private static final String TOKEN = "token";
  private static final String SESSION = "session";
  private static final String NOTIFICATION_TOKEN = "notificationToken";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document
        .getComponents()
        .addSecurityScheme(
            TOKEN, bearer("An API token. A limited one needs the scope that the operation names."))
        .addSecurityScheme(
            SESSION,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name("__Host-slipway_session")
                .description(
                    "The cookie of a login with POST /login. Over http, as on the same machine, its"
                        + " name is slipway_session_ and the port."))
        .addSecurityScheme(NOTIFICATION_TOKEN, bearer("The notification token, for the store."));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (method, operation) ->
                            operation.setSecurity(requirements(method.name(), path, operation))));
  }

  /** One of them must be met. */
  private static List<SecurityRequirement> requirements(
      String method, String path, Operation operation) {
    if (!path.startsWith("/api/")) {
      // Amazon SNS signs its messages instead.
      return List.of(requirement(NOTIFICATION_TOKEN, List.of()), anonymous());
    }
    var roles = rolesOf(operation);
    var rule = ScopeRules.find(method, path).orElseThrow();
    var requirements = new ArrayList<SecurityRequirement>();
    if (!rule.login()) {
      var scope = rule.scope(roles.contains(Role.ADMIN_NAME));
      requirements.add(requirement(TOKEN, scope.map(TokenScope::text).stream().toList()));
    }
    requirements.add(requirement(SESSION, roles));
    if (operation.getSecurity() == null) {
      requirements.add(anonymous());
    }
    return requirements;
  }

  /** As Quarkus has found them in the annotations. */
  private static List<String> rolesOf(Operation operation) {
    return operation.getSecurity() == null
        ? List.of()
        : operation.getSecurity().stream()
            .flatMap(requirement -> requirement.getSchemes().values().stream())
            .flatMap(List::stream)
            .distinct()
            .toList();
  }

  private static SecurityRequirement requirement(String scheme, List<String> scopes) {
    return OASFactory.createSecurityRequirement().addScheme(scheme, scopes);
  }

  private static SecurityRequirement anonymous() {
    return OASFactory.createSecurityRequirement();
  }

  private static SecurityScheme bearer(String description) {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description(description);
  }
}
