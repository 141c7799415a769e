package dev.slipway.faults;

import dev.slipway.embedded.media.IncludedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The included ffprobe or ffmpeg, which hangs, crashes, is slow or writes without end when a test
 * says so. Only runs on a file fail: the application always finds that the program is there.
 */
final class UnreliableProgram {
  private static final String SCRIPT =
      """
      #!/bin/sh
      read -r mode < '%1$s/mode'
      case " $* " in
        *'%2$s'*) ;;
        *) mode=work ;;
      esac
      case "$mode" in
        hang) exec /bin/sleep 600 ;;
        crash) kill -SEGV $$ ;;
        fill) exec /bin/dd if=/dev/zero of=filled bs=1M count=4096 ;;
        slow) set -- -readrate 0.5 "$@" ;;
      esac
      LD_LIBRARY_PATH='%3$s' exec '%3$s/%4$s' "$@"
      """;

  private final Path directory;
  private final String name;

  private UnreliableProgram(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  static UnreliableProgram ffprobe() {
    return create("ffprobe", " -show_entries ");
  }

  static UnreliableProgram ffmpeg() {
    return create("ffmpeg", " -i ");
  }

  /**
   * @param option what the arguments of a run on a file contain
   */
  private static UnreliableProgram create(String name, String option) {
    try {
      // Classes run in several JVMs at once.
      var parent = Files.createDirectories(Path.of("target", "faults"));
      var directory = Files.createTempDirectory(parent, name + "-").toAbsolutePath();
      var program = new UnreliableProgram(directory, name);
      program.work();
      Files.writeString(
          program.path(), SCRIPT.formatted(directory, option, IncludedPrograms.directory(), name));
      Files.setPosixFilePermissions(program.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return directory.resolve(name);
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

  /** Lets ffmpeg read its input at no more than half the speed at which it plays. */
  void slowDown() {
    set("slow");
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
