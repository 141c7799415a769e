package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts PostgreSQL without root privileges even if Slipway has them, because PostgreSQL refuses to
 * run as root. Each wrapper program replaces itself with PostgreSQL, so the process id stays the
 * same.
 */
enum UnprivilegedLauncher {
  /** Slipway does not run as root. */
  DIRECT("", List.of()),

  /** In a user namespace without a mapping: files belong to root, but the user id isn't 0. */
  USER_NAMESPACE("root", List.of("unshare", "-U", "--")),

  /**
   * As the user nobody, because containers often forbid namespaces. The capability gives access to
   * directories of root, such as a checkout below /root.
   */
  NOBODY(
      "nobody",
      List.of(
          "setpriv",
          "--reuid=nobody",
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override",
          // Without this bit access(2) ignores the capability, and PostgreSQL checks its binaries
          // with access(2).
          "--securebits=+no_setuid_fixup",
          "--"));

  private final String owner;
  private final List<String> prefix;

  UnprivilegedLauncher(String owner, List<String> prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  /** The first launcher that works on this system. */
  static UnprivilegedLauncher detect() {
    if (PostgresBinaries.WINDOWS || !"root".equals(System.getProperty("user.name"))) {
      return DIRECT;
    }
    for (var launcher : List.of(USER_NAMESPACE, NOBODY)) {
      if (launcher.works()) {
        return launcher;
      }
    }
    throw new CannotStartException(
        "PostgreSQL doesn't run as root, and neither unshare nor setpriv works here. Start Slipway"
            + " as another user, or configure a server with QUARKUS_DATASOURCE_JDBC_URL.");
  }

  List<String> wrap(List<String> command) {
    var wrapped = new ArrayList<>(prefix);
    wrapped.addAll(command);
    return wrapped;
  }

  /**
   * PostgreSQL must own its data directory; an earlier start may have given it to another owner.
   */
  void takeOwnership(Path directory) throws IOException {
    if (this == DIRECT || Files.getOwner(directory).getName().equals(owner)) {
      return;
    }
    Command.of(List.of("chown", "-R", owner, directory.toString())).run();
  }

  private boolean works() {
    return Command.of(wrap(List.of("true"))).succeeds();
  }
}
