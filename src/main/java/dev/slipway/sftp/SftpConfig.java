package dev.slipway.sftp;

import dev.slipway.uploads.multipart.PartPlan;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The SFTP server: where it listens, its key and its limits. */
@ConfigMapping(prefix = "slipway.sftp")
public interface SftpConfig {
  /** Without a port, or with 0, there is no SFTP server. */
  OptionalInt port();

  /** The address to listen on; by default the one for HTTP. */
  Optional<String> host();

  /** The private key that identifies the server, as {@code ssh-keygen} writes it. */
  Optional<String> hostKey();

  /**
   * How much of a file is collected before it is sent to the store. A file can have 10,000 parts,
   * so this limits its size too; and an interrupted transfer continues at the end of a part.
   */
  @WithDefault("16M")
  MemorySize partSize();

  /** Connections of all accounts, in each replica. */
  @WithDefault("200")
  int sessions();

  /** Connections of one account, in each replica. */
  @WithDefault("25")
  int sessionsPerAccount();

  /** Files of all accounts that are open at once, in each replica. */
  @WithDefault("50")
  int transfers();

  /** Files of one account that are open at once, in each replica. */
  @WithDefault("25")
  int transfersPerAccount();

  /**
   * After this time without a request, a connection ends; and after this time without bytes that
   * are read or written, an open file is closed.
   */
  @WithDefault("10M")
  Duration idleTimeout();

  /**
   * Connections of one network in a burst: some scripts open one for each file, and a comparison of
   * the lab opens 50 at a time.
   */
  @WithDefault("300")
  int connectionBurst();

  /**
   * Connections of one network per second in the long run, with a login or without, as both cost.
   */
  @WithDefault("2")
  double connectionsPerSecond();

  /**
   * @throws IllegalArgumentException if a setting is out of range
   */
  default void requireValid() {
    if (partSize().asLongValue() < PartPlan.MIN_PART_SIZE
        || partSize().asLongValue() > PartPlan.MAX_PART_SIZE) {
      throw new IllegalArgumentException(
          "SLIPWAY_SFTP_PART_SIZE must be from 5 MiB to 5 GiB, not "
              + partSize().asLongValue()
              + " bytes.");
    }
    if (Stream.of(sessions(), sessionsPerAccount(), transfers(), transfersPerAccount())
        .anyMatch(limit -> limit < 1)) {
      throw new IllegalArgumentException(
          "SLIPWAY_SFTP_SESSIONS, SLIPWAY_SFTP_TRANSFERS and their limits for accounts must be above"
              + " zero.");
    }
  }

  /** Whether there is an SFTP server. */
  default boolean isEnabled() {
    return port().orElse(0) > 0;
  }
}
