package dev.slipway.media.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.testing.Asvs;
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
  @Asvs("15.2.5")
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

  /** A service of the system removes what is old in /tmp. */
  @Test
  void replacesADirectoryThatWasRemoved() throws IOException {
    var directories = new WorkDirectories(parent.resolve("work"));
    directories.create();

    WorkDirectories.delete(parent.resolve("work"));

    try (var directory = directories.create()) {
      assertThat(directory.path()).isEmptyDirectory();
      assertThat(lockFiles(parent.resolve("work"))).hasSize(1);
    }
    directories.close();
    assertThat(parent.resolve("work")).isEmptyDirectory();
    assertThat(WorkDirectories.hasLocksIn(parent)).isFalse();
  }

  @Test
  void leavesNoLockWithoutADirectory() throws IOException {
    var directories = new WorkDirectories(parent, () -> "taken");
    var taken = Files.createDirectory(parent.resolve("slipway-media-taken"));

    assertThatThrownBy(directories::create).isInstanceOf(UncheckedIOException.class);

    assertThat(lockFiles(parent)).isEmpty();
    assertThat(WorkDirectories.hasLocksIn(parent)).isFalse();
    Files.delete(taken);
    directories.create();
    assertThat(WorkDirectories.hasLocksIn(parent)).isTrue();
    directories.close();
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

  private static List<Path> lockFiles(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".lock")).toList();
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
