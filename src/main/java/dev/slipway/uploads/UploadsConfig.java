package dev.slipway.uploads;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** What is taken, and for how long a URL is good. */
@ConfigMapping(prefix = "slipway.uploads")
interface UploadsConfig {
  /** The media types that are taken. What a file really is, is found out when it is stored. */
  @WithDefault(
      "video/mp4,video/quicktime,video/webm,video/x-matroska,video/x-msvideo,video/avi,video/x-m4v,"
          + "video/3gpp,video/3gpp2,video/mpeg,video/mp2t,video/ogg")
  Set<String> types();

  /** The largest file. 5 TiB is what stores take in general. */
  @WithDefault("5T")
  MemorySize maxSize();

  /** From this size on a file goes up in parts. One PUT can't be larger than 5 GiB on any store. */
  @WithDefault("64M")
  MemorySize partsFrom();

  /** Of parts, from 5 MiB to 5 GiB. It grows with the file, so that 10,000 parts suffice. */
  @WithDefault("16M")
  MemorySize partSize();

  /**
   * Up to this size browsers compute SHA-256 before they ask, so that the store checks the bytes.
   * They have to read the whole file into memory for it.
   */
  @WithDefault("64M")
  MemorySize checksumLimit();

  /**
   * How long after the last URL's end its transfer may still be under way. Then an upload whose
   * object the store does not have is given up.
   */
  @WithDefault("24H")
  Duration longestTransfer();

  /** How often uploads are looked for that have to be given up. */
  @WithDefault("1M")
  Duration sweepEvery();

  /**
   * Of a URL to PUT to. The store looks at it when the request begins, so it need not last as long
   * as the transfer.
   */
  @WithDefault("15M")
  Duration urlLifetime();
}
