package dev.slipway.web.limits;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** The load that one replica accepts. */
@ConfigMapping(prefix = "slipway.limits")
interface RequestLimitsConfig {
  /** Requests in progress at once. The default is twice the number of worker threads. */
  @WithDefault("400")
  int requests();

  /**
   * The same for one client address while no other has any; several addresses share what is left.
   * Half of all requests by default.
   */
  OptionalInt requestsPerAddress();

  /** How long a whole request body may take. The default allows a megabyte in a minute. */
  @WithDefault("1M")
  Duration body();

  /**
   * How long the head of a request may take, and the start of a connection. A browser sends it in
   * one packet; the default allows for some that are lost.
   */
  @WithDefault("30S")
  Duration head();

  /** How long a client may take to read 256 KiB of a response, or its rest. */
  @WithDefault("2M")
  Duration response();

  /**
   * Request bodies that take longer than a second, and as many unread responses, at once. Each
   * needs a connection or stream and its bytes in memory, but no thread.
   */
  @WithDefault("1000")
  int slow();

  /**
   * The same for one client address. Many people may share an address, but few of them are slow at
   * the same time.
   */
  @WithDefault("100")
  int slowPerAddress();

  /**
   * Bytes of request bodies, and as many of unread responses, at once. One client address gets a
   * quarter for those that are incomplete, and a half together with complete bodies whose responses
   * are not sent.
   */
  @WithDefault("64M")
  MemorySize slowMemory();
}
