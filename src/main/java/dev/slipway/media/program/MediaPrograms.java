package dev.slipway.media.program;

import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds ffprobe and ffmpeg: the configured one, or else the included one, or else the first along
 * PATH that runs. A program that was found is remembered until its file changes; a missing one is
 * looked for again after a minute. So it can be installed and upgraded while the application runs.
 */
@ApplicationScoped
public class MediaPrograms {
  private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

  private final Sandbox sandbox;
  private final WorkDirectories workDirectories;
  private final Map<String, Optional<Path>> configured;
  private final Optional<Path> included;
  private final String searchPath;
  private final Clock clock;
  private final Map<String, Search> searches = new HashMap<>();

  @Inject
  MediaPrograms(
      Sandbox sandbox, WorkDirectories workDirectories, MediaProgramConfig config, Clock clock) {
    this(
        sandbox,
        workDirectories,
        Map.of("ffprobe", config.ffprobe(), "ffmpeg", config.ffmpeg()),
        config.programsDir(),
        System.getenv().getOrDefault("PATH", ""),
        clock);
  }

  /**
   * @param configured paths by program name
   * @param included the directory with the included programs
   * @param searchPath directories, separated as in PATH
   */
  MediaPrograms(
      Sandbox sandbox,
      WorkDirectories workDirectories,
      Map<String, Optional<Path>> configured,
      Optional<Path> included,
      String searchPath,
      Clock clock) {
    this.sandbox = sandbox;
    this.workDirectories = workDirectories;
    this.configured = configured;
    this.included = included;
    this.searchPath = searchPath;
    this.clock = clock;
  }

  /** Uses the programs of one directory, for tests and tools. */
  public static MediaPrograms in(Path directory, Sandbox sandbox, WorkDirectories workDirectories) {
    return new MediaPrograms(
        sandbox, workDirectories, Map.of(), Optional.of(directory), "", Clock.systemUTC());
  }

  /** Returns ffprobe, or empty if there is none that runs. */
  public Optional<MediaProgram> ffprobe() {
    return Optional.ofNullable(search("ffprobe").program());
  }

  /** Returns ffmpeg, or empty if there is none that runs. */
  public Optional<MediaProgram> ffmpeg() {
    return Optional.ofNullable(search("ffmpeg").program());
  }

  /** Explains why a program is missing and what to do; empty if it was found. */
  public Optional<String> problem(String name) {
    return Optional.ofNullable(search(name).problem());
  }

  private synchronized Search search(String name) {
    var known = searches.get(name);
    var now = clock.instant();
    if (known == null || !known.isValid(now)) {
      known = searchNow(name, now);
      searches.put(name, known);
    }
    return known;
  }

  private Search searchNow(String name, Instant now) {
    var problems = new ArrayList<String>();
    try (var directory = workDirectories.create()) {
      for (var candidate : candidates(name).toList()) {
        var attempt = candidate.tryToRun(sandbox, directory.path());
        if (attempt.program() != null) {
          return new Search(attempt.program(), null, now, modified(attempt.program()));
        }
        problems.add(attempt.problem());
      }
    } catch (UncheckedIOException e) {
      problems.add(
          "No temporary files can be created (%s). Set SLIPWAY_MEDIA_SANDBOX_WORK_DIR to a"
                  .formatted(e.getMessage())
              + " directory with free space.");
    }
    return new Search(null, explain(name, problems), now.plus(RETRY_INTERVAL), null);
  }

  private Stream<ProgramCandidate> candidates(String name) {
    var chosen = configured.getOrDefault(name, Optional.empty());
    if (chosen.isPresent()) {
      return Stream.of(new ProgramCandidate(chosen.get(), null));
    }
    var file = WINDOWS ? name + ".exe" : name;
    var ofIncluded = included.stream().map(home -> new ProgramCandidate(home.resolve(file), home));
    var ofSystem =
        Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
            .flatMap(directory -> inDirectory(directory, file).stream())
            .map(path -> new ProgramCandidate(path, null));
    return Stream.concat(ofIncluded, ofSystem)
        .filter(candidate -> Files.isExecutable(candidate.executable()));
  }

  /** On Windows, an entry of PATH can be in quotes. An entry that is no path is ignored. */
  private static Optional<Path> inDirectory(String entry, String file) {
    var directory = entry.strip().replaceAll("^\"|\"$", "");
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(directory, file));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String explain(String name, List<String> problems) {
    if (!problems.isEmpty()) {
      return String.join(" ", problems);
    }
    return "%s is not installed. Install the package ffmpeg, or set SLIPWAY_MEDIA_%s to its path."
        .formatted(name, name.toUpperCase(Locale.ROOT));
  }

  /** When the file of a program was changed last; null if it doesn't exist any more. */
  private static FileTime modified(MediaProgram program) {
    try {
      return Files.getLastModifiedTime(program.executable());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The last search for a program.
   *
   * @param repeatAt when it is repeated if nothing was found
   * @param modified when the file was changed last; null if nothing was found
   */
  private record Search(MediaProgram program, String problem, Instant repeatAt, FileTime modified) {
    boolean isValid(Instant now) {
      return program == null
          ? now.isBefore(repeatAt)
          : modified != null && modified.equals(MediaPrograms.modified(program));
    }
  }
}
