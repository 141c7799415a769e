package dev.slipway.faults;

import dev.slipway.embedded.media.IncludedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The included ffprobe, which hangs, crashes or writes without end when a test says so. Only probes
 * fail: the application always finds that the program is there.
 */
final class UnreliableFfprobe {
  private static final String SCRIPT =
      """
      #!/bin/sh
      read -r mode < '%1$s/mode'
      case "$*" in
        *-show_entries*) ;;
        *) mode=work ;;
      esac
      case "$mode" in
        hang) exec /bin/sleep 600 ;;
        crash) kill -SEGV $$ ;;
        fill) exec /bin/dd if=/dev/zero of=filled bs=1M count=4096 ;;
      esac
      LD_LIBRARY_PATH='%2$s' exec '%2$s/ffprobe' "$@"
      """;

  private final Path directory;

  private UnreliableFfprobe(Path directory) {
    this.directory = directory;
  }

  static UnreliableFfprobe create() {
    try {
      var directory = Files.createDirectories(Path.of("target", "faults", "ffprobe"));
      var program = new UnreliableFfprobe(directory.toAbsolutePath());
      program.work();
      Files.writeString(
          program.path(), SCRIPT.formatted(program.directory, IncludedPrograms.directory()));
      Files.setPosixFilePermissions(program.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return directory.resolve("ffprobe");
  }

  void work() {
    set("work");
  }

  void hang() {
    set("hang");
  }

  void crash() {
    set("crash");
  }

  void fillDisk() {
    set("fill");
  }

  /** Replaces the file, so that the script never reads half of it. */
  private void set(String mode) {
    try {
      var next = Files.writeString(directory.resolve("mode.next"), mode + "\n");
      Files.move(next, directory.resolve("mode"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
