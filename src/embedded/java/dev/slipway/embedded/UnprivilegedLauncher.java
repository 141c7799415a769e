package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How PostgreSQL, which refuses to run as root, is run by root all the same. Each way replaces
 * itself by the program, so the process id stays.
 */
enum UnprivilegedLauncher {
  /** Nobody special to begin with. */
  AS_IS("", List.of()),

  /** A user namespace without a mapping: root's files, but a user id that is not 0. */
  IN_NAMESPACE("root", List.of("unshare", "-U", "--")),

  /**
   * Containers often forbid namespaces. Another user then, who may still reach a directory of
   * root's, such as a checkout below /root.
   */
  AS_NOBODY(
      "nobody",
      List.of(
          "setpriv",
          "--reuid=nobody",
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override",
          // Else access(2), which PostgreSQL asks about its own programs, ignores that.
          "--securebits=+no_setuid_fixup",
          "--"));

  private final String owner;
  private final List<String> prefix;

  UnprivilegedLauncher(String owner, List<String> prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  static UnprivilegedLauncher detect() {
    if (PostgresBinaries.WINDOWS || !"root".equals(System.getProperty("user.name"))) {
      return AS_IS;
    }
    for (var way : List.of(IN_NAMESPACE, AS_NOBODY)) {
      if (way.works()) {
        return way;
      }
    }
    throw new CannotStartException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here: start Slipway"
            + " as another user, or name a PostgreSQL with QUARKUS_DATASOURCE_JDBC_URL.");
  }

  List<String> wrap(List<String> command) {
    var whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** PostgreSQL insists on owning its data, which another way may have owned before. */
  void takeOwnership(Path directory) throws IOException {
    if (this == AS_IS || Files.getOwner(directory).getName().equals(owner)) {
      return;
    }
    Command.of(List.of("chown", "-R", owner, directory.toString())).run();
  }

  private boolean works() {
    return Command.of(wrap(List.of("true"))).succeeds();
  }
}
