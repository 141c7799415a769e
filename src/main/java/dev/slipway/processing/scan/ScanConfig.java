package dev.slipway.processing.scan;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The malware scanner. */
@ConfigMapping(prefix = "slipway.scan")
public interface ScanConfig {
  /** Host and port of clamd, such as {@code clamd:3310}; without it, files are not scanned. */
  Optional<String> address();

  /**
   * How much of a file is scanned, from its beginning. clamd must accept as much: see its settings
   * StreamMaxLength, MaxScanSize and MaxFileSize.
   */
  @WithDefault("100M")
  MemorySize maxSize();

  /** How long the scanner may be silent while it receives a file, and until it answers. */
  @WithDefault("2M")
  Duration timeout();
}
