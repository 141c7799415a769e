package dev.slipway.media.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoriesTest {
  @TempDir Path parent;

  @Test
  void createsDirectoriesThatOnlyTheirOwnerCanRead() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    try (var directory = new WorkDirectories(parent).create()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void deletesADirectoryWithItsContents() throws IOException {
    var directory = new WorkDirectories(parent).create();
    Files.createDirectories(directory.path().resolve("a/b"));
    Files.writeString(directory.path().resolve("a/b/file"), "text");

    directory.close();

    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void deletesEverythingAtTheEnd() {
    var directories = new WorkDirectories(parent);
    directories.create();

    directories.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void leavesTheFilesOfOthersAlone() throws IOException {
    Files.writeString(parent.resolve("slipway-media-notes.txt"), "text");
    Files.createDirectory(parent.resolve("other"));

    new WorkDirectories(parent).create().close();

    assertThat(parent.resolve("slipway-media-notes.txt")).exists();
    assertThat(parent.resolve("other")).exists();
  }

  @Test
  void reportsADirectoryThatCannotBeWritten() throws IOException {
    var file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> new WorkDirectories(file).create())
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void keepsTheDirectoryOfARunningProcessAndRemovesThatOfAKilledOne() throws IOException {
    assumeTrue(Sandbox.hasShell());
    var seconds = "3" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
    try (var program =
        ExternalProgram.of(SandboxedSleep.class, Map.of(), parent.toString(), seconds)) {
      program.readUntil(SandboxedSleep.STARTED);
      Eventually.holds("the program runs", () -> isRunning(seconds));
      try (var own = new WorkDirectories(parent).create()) {
        assertThat(files("source")).hasSize(1);
      }

      program.kill();

      Eventually.holds("no process is left", () -> !isRunning(seconds));
      try (var own = new WorkDirectories(parent).create()) {
        assertThat(files("source")).isEmpty();
        assertThat(own.path()).exists();
      }
    }
  }

  private List<Path> files(String name) throws IOException {
    try (var files = Files.walk(parent)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private static boolean isRunning(String seconds) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .anyMatch(command -> command.matches("(.*/)?sleep " + seconds));
  }
}
