package dev.slipway.faults;

import dev.slipway.embedded.Directories;
import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive of the classes that the packaged program loads when it starts. With it, a start needs
 * a quarter less processor time. The first test JVM that starts the program makes it, and the
 * others wait. Without an archive, the program only starts more slowly.
 */
final class ClassArchive {
  private static final Path DIRECTORY = Path.of("target", "class-archive");

  private static List<String> options;

  private ClassArchive() {}

  /** The options of a JVM that runs this jar. */
  static synchronized List<String> options(Path jar) {
    if (options == null) {
      try {
        options = List.of("-XX:SharedArchiveFile=" + archiveOf(jar));
      } catch (IOException | RuntimeException e) {
        System.err.println("The program starts without an archive of its classes: " + e);
        options = List.of();
      }
    }
    return options;
  }

  private static Path archiveOf(Path jar) throws IOException {
    Files.createDirectories(DIRECTORY);
    // A JVM reads only archives of the same build.
    var version = Runtime.version() + "-" + Files.getLastModifiedTime(jar).toMillis();
    var archive = DIRECTORY.resolve(version + ".jsa").toAbsolutePath();
    try (var file =
            FileChannel.open(
                DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.lock()) {
      if (!Files.exists(archive)) {
        create(jar, archive);
      }
    }
    return archive;
  }

  /** Starts and stops the program with services of its own. The JVM writes the archive at exit. */
  private static void create(Path jar, Path archive) throws IOException {
    var data = DIRECTORY.resolve("data").toAbsolutePath();
    var unfinished = DIRECTORY.resolve("unfinished.jsa").toAbsolutePath();
    Directories.deleteRecursively(data);
    Files.deleteIfExists(unfinished);
    Map<String, String> environment = new HashMap<>(FaultSuiteSettings.QUICK_START);
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
    environment.put("SLIPWAY_EMBEDDED_DIR", data.toString());
    environment.put("SLIPWAY_DEMO_ACCOUNTS", "true");
    environment.put("SLIPWAY_DOCTOR_AT_START", "false");
    var arguments = List.of("-XX:ArchiveClassesAtExit=" + unfinished);
    try (var program =
        ExternalProgram.ofJar(jar, arguments, environment, DIRECTORY.resolve("log"))) {
      program.readUntil("Listening on");
      program.terminate();
      program.awaitExit();
    }
    Directories.deleteRecursively(data);
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
  }
}
