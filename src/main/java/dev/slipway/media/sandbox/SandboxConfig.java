package dev.slipway.media.sandbox;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where programs that read untrusted files work. */
@ConfigMapping(prefix = "slipway.media.sandbox")
interface SandboxConfig {
  /** The directory for temporary files; by default, the system's. */
  Optional<Path> workDir();
}
