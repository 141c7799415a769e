package dev.slipway.testing;

import io.quarkus.bootstrap.resolver.maven.BootstrapMavenException;
import io.quarkus.bootstrap.resolver.maven.MavenArtifactResolver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * Starts Spring Authorization Server, a real OpenID Connect provider, and configures it for the
 * application. Maven resolves it, as a dependency of nothing: on the class path of the tests it
 * would change the versions of the application's own libraries.
 */
public final class SpringProviderResource implements QuarkusTestResourceLifecycleManager {
  private static final String GROUP = "org.springframework.boot";
  private static final String STARTER = "spring-boot-starter-security-oauth2-authorization-server";
  private static final String VERSION = "4.0.7";
  private static final Path SOURCE = Path.of("src/test/oidc/SpringProvider.java");
  private static final Path LOG = Path.of("target/spring-provider.log");
  private static final String SECRET = "secret-of-slipway";

  private ExternalProgram provider;

  @Override
  public Map<String, String> start() {
    // The provider accepts exactly one redirect URI, so the application needs a fixed port.
    var appPort = FreePort.find();
    var port = FreePort.find();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            classPath(),
            SOURCE.toString(),
            Integer.toString(port),
            SECRET,
            "http://127.0.0.1:" + appPort);
    provider = ExternalProgram.of(command, Map.of(), LOG);
    provider.readUntil("ready");
    return Map.of(
        "quarkus.http.test-port", Integer.toString(appPort),
        // Another site than 127.0.0.1 for browsers.
        "slipway.oidc.issuer", "http://localhost:" + port,
        "slipway.oidc.client-id", "slipway",
        "slipway.oidc.client-secret", SECRET,
        "slipway.oidc.name", "Example ID",
        "slipway.oidc.roles-claim", "groups",
        "slipway.oidc.admin-roles", "video-admins",
        "slipway.oidc.creator-roles", "video-creators");
  }

  @Override
  public void stop() {
    if (provider != null) {
      provider.kill();
    }
  }

  private static String classPath() {
    try {
      var resolver = MavenArtifactResolver.builder().setWorkspaceDiscovery(false).build();
      var starter = new DefaultArtifact(GROUP, STARTER, "jar", VERSION);
      return resolver.resolveDependencies(starter, List.of()).getArtifactResults().stream()
          .map(result -> result.getArtifact().getFile().getPath())
          .collect(Collectors.joining(File.pathSeparator));
    } catch (BootstrapMavenException e) {
      throw new IllegalStateException("Maven can't resolve " + STARTER, e);
    }
  }
}
