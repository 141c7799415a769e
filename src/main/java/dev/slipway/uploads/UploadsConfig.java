package dev.slipway.uploads;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Settings of uploads: allowed files, lifetimes of URLs, expiry. */
@ConfigMapping(prefix = "slipway.uploads")
public interface UploadsConfig {
  /**
   * The media types that clients may declare. The real format of a file is detected when it is
   * stored.
   */
  @WithDefault(
      "video/mp4,video/quicktime,video/webm,video/x-matroska,video/x-msvideo,video/avi,video/x-m4v,"
          + "video/3gpp,video/3gpp2,video/mpeg,video/mp2t,video/ogg")
  Set<String> types();

  /** The size of the largest file. 5 TiB is the usual limit of stores. */
  @WithDefault("5T")
  MemorySize maxSize();

  /** The size from which a file is sent in parts. No store accepts a single PUT above 5 GiB. */
  @WithDefault("64M")
  MemorySize partsFrom();

  /**
   * The size of a part, from 5 MiB to 5 GiB. Parts of large files are larger, so that 10,000
   * suffice.
   */
  @WithDefault("16M")
  MemorySize partSize();

  /**
   * The size up to which browsers compute a file's SHA-256 before they open an upload, so that the
   * store verifies the bytes. They have to read the whole file into memory for it.
   */
  @WithDefault("64M")
  MemorySize checksumLimit();

  /**
   * How long a transfer may still be under way after the last URL has expired. If the store has no
   * object by then, the upload expires.
   */
  @WithDefault("24H")
  Duration longestTransfer();

  /** How often the sweeper looks for abandoned uploads. */
  @WithDefault("1M")
  Duration sweepEvery();

  /**
   * The lifetime of a signed URL. The store checks it when the request begins, so it may be shorter
   * than the transfer.
   */
  @WithDefault("15M")
  Duration urlLifetime();
}
