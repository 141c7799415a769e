package dev.slipway.media.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.media.sandbox.ProgramResult.Ending;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs harmful programs, with each kind of isolation that works on this machine. */
class SandboxTest {
  private static final int KIBIBYTE = 1024;
  private static final int MEBIBYTE = 1024 * KIBIBYTE;
  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          Duration.ofSeconds(60), Duration.ofSeconds(60), 256 * MEBIBYTE, 0, 64, 64, 64 * KIBIBYTE);
  private static final SandboxLimits SHORT =
      new SandboxLimits(
          Duration.ofMillis(500), Duration.ofSeconds(60), 256 * MEBIBYTE, 0, 64, 64, 64 * KIBIBYTE);

  /** Recognises the processes of one test. No test waits for that long. */
  private final String seconds = "3" + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  private final Sandbox sandbox = new Sandbox();

  @TempDir Path directory;

  @BeforeEach
  void needsAShell() {
    assumeTrue(Sandbox.hasShell());
  }

  @ParameterizedTest
  @EnumSource
  void returnsTheOutputAndTheExitCode(Isolation isolation) {
    var result = run(isolation, LIMITS, "echo result; echo problem >&2; exit 3");

    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.outputText()).isEqualTo("result\n");
    assertThat(result.errors()).isEqualTo("problem");
    assertThat(result.endedByItself()).isTrue();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.describe()).isEqualTo("ended with the exit code 3");
  }

  /** The shell around a program gets its arguments, and interprets none of them. */
  @Asvs("1.2.5")
  @ParameterizedTest
  @EnumSource
  void interpretsNoArguments(Isolation isolation) {
    assumeTrue(isWorking(isolation));
    var text = "-n; $(id) `id` && echo \"'* > out | cat\n#";
    var program = List.of("printf", "%s", text);

    var result =
        sandbox.run(new ProgramRun(program, null, directory, LIMITS), confinement(isolation));

    assertThat(result.outputText()).isEqualTo(text);
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void killsAProgramThatHangsWithItsChildProcesses(Isolation isolation) {
    var result = run(isolation, SHORT, "sleep %s & sleep %s & wait".formatted(seconds, seconds));

    assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(result.describe()).isEqualTo("did not end in time");
    assertNothingRuns();
  }

  @ParameterizedTest
  @EnumSource
  void killsAProgramThatStartsManyProcesses(Isolation isolation) {
    var bomb =
        "i=0; while [ $i -lt 200 ]; do (sleep %s & sleep %s) & i=$((i+1)); done; wait"
            .formatted(seconds, seconds);

    assertThat(run(isolation, SHORT, bomb).succeeded()).isFalse();
    assertNothingRuns();
  }

  @ParameterizedTest
  @EnumSource
  void killsProcessesThatOutliveTheProgram(Isolation isolation) {
    assertThat(run(isolation, LIMITS, "sleep %s & echo done".formatted(seconds)).outputText())
        .isEqualTo("done\n");
    assertNothingRuns();
  }

  /** A process that leaves the session can be found only through its process namespace. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void killsProcessesThatLeaveTheSession(Isolation isolation) {
    run(isolation, LIMITS, "setsid sleep %s >/dev/null 2>&1 & sleep 0.2".formatted(seconds));

    assertNothingRuns();
  }

  @Test
  void passesLinesOnWhileTheProgramRuns() {
    var lines = new CopyOnWriteArrayList<String>();
    var stop = new CompletableFuture<Void>();
    var run =
        new ProgramRun(
            List.of("/bin/sh", "-c", "echo one; printf tw; echo o; sleep " + seconds),
            null,
            directory,
            LIMITS);

    var result =
        sandbox.run(
            run,
            line -> {
              lines.add(line);
              if (line.equals("two")) {
                stop.complete(null);
              }
            },
            stop);

    assertThat(lines).containsExactly("one", "two");
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).isEmpty();
    assertNothingRuns();
  }

  @Test
  void limitsTheSumOfLines() {
    var run = new ProgramRun(List.of("/bin/sh", "-c", "yes " + seconds), null, directory, LIMITS);

    var result = sandbox.run(run, line -> {}, new CompletableFuture<>());

    assertThat(result.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
    assertNothingRuns();
  }

  @ParameterizedTest
  @EnumSource
  void reportsACrash(Isolation isolation) {
    var result = run(isolation, LIMITS, "kill -SEGV $$");

    assertThat(result.endedByItself()).isFalse();
    assertThat(result.describe()).isEqualTo("was ended by the signal 11");
  }

  @Test
  void reportsAProgramThatDoesNotExist() {
    var result = sandbox.run(new ProgramRun(List.of("/nowhere/ffprobe"), null, directory, LIMITS));

    assertThat(result.succeeded()).isFalse();
    assertThat(result.errors()).contains("/nowhere/ffprobe");
  }

  @Test
  void reportsADirectoryThatDoesNotExist() {
    var run = new ProgramRun(List.of("true"), null, directory.resolve("nowhere"), LIMITS);

    assertThat(sandbox.run(run).ending()).isEqualTo(Ending.NOT_STARTED);
    assertThat(sandbox.run(run).describe()).startsWith("can't be started: ").contains("nowhere");
  }

  @ParameterizedTest
  @EnumSource
  void killsAProgramThatWritesTooMuch(Isolation isolation) {
    var result = run(isolation, LIMITS, "yes " + seconds);

    assertThat(result.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
    assertThat(result.output()).hasSize(LIMITS.output());
    assertNothingRuns();
  }

  @Test
  void keepsOnlyTheBeginningOfErrors() {
    var result = run(sandbox.isolation(), SHORT, "yes error >&2");

    assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
    assertThat(result.errors().length()).isLessThanOrEqualTo(64 * KIBIBYTE);
  }

  @ParameterizedTest
  @EnumSource
  @Asvs("15.2.5")
  void limitsMemory(Isolation isolation) {
    var result = run(isolation, LIMITS, "dd if=/dev/zero of=/dev/null bs=400M count=1");

    assertThat(result.succeeded()).isFalse();
    assertThat(result.errors()).contains("memory exhausted");
  }

  @ParameterizedTest
  @EnumSource
  @Asvs("15.2.5")
  void limitsProcessorTime(Isolation isolation) {
    var limits =
        new SandboxLimits(
            Duration.ofSeconds(60), Duration.ofSeconds(1), 256 * MEBIBYTE, 0, 64, 64, KIBIBYTE);

    var result = run(isolation, limits, "while :; do :; done");

    assertThat(result.ending()).isEqualTo(Ending.EXITED);
    assertThat(result.describe()).isEqualTo("was ended by the signal 9");
  }

  @ParameterizedTest
  @EnumSource
  void letsAProgramWriteNoFile(Isolation isolation) throws IOException {
    run(isolation, LIMITS, "trap '' XFSZ; echo text > written; echo text > written2; exit 0");

    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).isEmptyFile());
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsTheSizeOfFiles(Isolation isolation) {
    var limits =
        new SandboxLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            256 * MEBIBYTE,
            MEBIBYTE,
            64,
            64,
            KIBIBYTE);

    assertThat(run(isolation, limits, "dd if=/dev/zero of=written bs=64k count=100").succeeded())
        .isFalse();
    assertThat(directory.resolve("written")).hasSize(MEBIBYTE);
  }

  @ParameterizedTest
  @EnumSource
  @Asvs("15.2.5")
  void passesNoEnvironment(Isolation isolation) {
    assumeTrue(isWorking(isolation));
    var program = Isolation.findProgram("env").orElseThrow().toString();

    assertThat(
            sandbox.run(
                new ProgramRun(List.of(program), null, directory, LIMITS), confinement(isolation)))
        .extracting(ProgramResult::outputText)
        .isEqualTo("");
    assertThat(
            sandbox.run(
                new ProgramRun(List.of(program), directory, directory, LIMITS),
                confinement(isolation)))
        .extracting(result -> result.outputText().lines().toList())
        .isEqualTo(List.of("LD_LIBRARY_PATH=" + directory, "DYLD_LIBRARY_PATH=" + directory));
  }

  /** The application would be a victim too, because it has more memory. */
  @ParameterizedTest
  @EnumSource
  void endsTheProgramFirstWhenMemoryRunsOut(Isolation isolation) {
    assumeTrue(Files.isWritable(Path.of("/proc/self/oom_score_adj")));

    assertThat(run(isolation, LIMITS, "cat /proc/self/oom_score_adj").outputText())
        .isEqualTo("1000\n");
  }

  /** It would contain the file of a user, and fill the disk. */
  @ParameterizedTest
  @EnumSource
  void aProgramThatCrashesWritesNoMemoryDump(Isolation isolation) {
    assumeTrue(isWorking(isolation));

    assertThat(run(isolation, LIMITS, "ulimit -H -c").outputText()).isEqualTo("0\n");
  }

  @ParameterizedTest
  @EnumSource
  void passesNoInput(Isolation isolation) {
    assertThat(run(isolation, LIMITS, "cat; echo end").outputText()).isEqualTo("end\n");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  @Asvs("15.2.5")
  void reachesNoNetwork(Isolation isolation) throws IOException {
    assumeTrue(Isolation.findProgram("bash").isPresent());
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var connect =
          "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d' && echo connected"
              .formatted(server.getLocalPort());

      assertThat(run(Isolation.NONE, LIMITS, connect).outputText()).isEqualTo("connected\n");
      assertThat(run(isolation, LIMITS, connect).outputText()).isEmpty();
    }
  }

  /** The environment of the application contains the keys of the store. */
  @Test
  void cannotReadTheApplicationsEnvironment() {
    assumeTrue(sandbox.isolation() == Isolation.USER_NAMESPACE);
    var environment = "/proc/%d/environ".formatted(ProcessHandle.current().pid());

    var result = run(Isolation.USER_NAMESPACE, LIMITS, "cat " + environment);

    assertThat(result.output()).isEmpty();
    assertThat(result.errors()).contains("denied");
  }

  /** The kernel does not limit the processes of root. */
  @Test
  void limitsProcessesUnlessTheApplicationIsRoot() throws Exception {
    assumeTrue(sandbox.isolation() == Isolation.USER_NAMESPACE);
    var forks = "i=0; while [ $i -lt 100 ]; do sleep %s & i=$((i+1)); done".formatted(seconds);
    var run = new ProgramRun(List.of("/bin/sh", "-c", forks), null, directory, SHORT);
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(asAnotherUser().orElse(List.of()));
      assumeTrue(!command.isEmpty());
    }
    command.addAll(SandboxCommand.of(run, new Confinement(Isolation.USER_NAMESPACE, true)));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .containsIgnoringCase("fork");
    process.getOutputStream().close();
    process.waitFor();
    assertNothingRuns();
  }

  /** Linux before 5.14 counts the processes of the user in all namespaces. */
  @Test
  void limitsNoProcessesWhereProgramsWouldNotStart() {
    assumeTrue(!Isolation.USER_NAMESPACE.prefix().isEmpty());
    var run = new ProgramRun(List.of("true"), null, directory, LIMITS);

    var old = Confinement.detect(prefix -> true, confinement -> false);
    var recent = Confinement.detect(prefix -> true, confinement -> true);

    assertThat(old).isEqualTo(new Confinement(Isolation.USER_NAMESPACE, false));
    assertThat(recent).isEqualTo(new Confinement(Isolation.USER_NAMESPACE, true));
    assertThat(processLimit(SandboxCommand.of(run, old))).isEmpty();
    assertThat(processLimit(SandboxCommand.of(run, recent))).isEqualTo("64");
  }

  @Test
  void detectsNothingForGoodAfterAnInterrupt() {
    var expected = sandbox.isolation();
    var interrupted = new Sandbox();

    Thread.currentThread().interrupt();
    var whileInterrupted = interrupted.isolation();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(whileInterrupted).isEqualTo(Isolation.NONE);
    assertThat(interrupted.isolation()).isEqualTo(expected);
  }

  @Test
  void stopsWhenTheApplicationStops() throws Exception {
    var results = new ArrayList<ProgramResult>();
    var thread =
        new Thread(
            () -> results.add(run(sandbox.isolation(), LIMITS, "sleep " + seconds)), "worker");
    thread.start();
    Eventually.holds("the program runs", () -> !processes().isEmpty());
    thread.interrupt();
    thread.join();

    assertThat(results).extracting(ProgramResult::ending).containsExactly(Ending.INTERRUPTED);
    assertNothingRuns();
  }

  private static Confinement confinement(Isolation isolation) {
    return new Confinement(isolation, isolation == Isolation.USER_NAMESPACE);
  }

  /** The word before the program. */
  private static String processLimit(List<String> command) {
    return command.get(command.size() - 2);
  }

  private static Optional<List<String>> asAnotherUser() {
    return Isolation.findProgram("setpriv")
        .map(
            setpriv ->
                List.of(
                    setpriv.toString(), "--reuid=54321", "--regid=54321", "--clear-groups", "--"));
  }

  private ProgramResult run(Isolation isolation, SandboxLimits limits, String script) {
    assumeTrue(isWorking(isolation));
    var shell = List.of("/bin/sh", "-c", script);
    return sandbox.run(new ProgramRun(shell, null, directory, limits), confinement(isolation));
  }

  private boolean isWorking(Isolation isolation) {
    return isolation == Isolation.NONE
        || !isolation.prefix().isEmpty()
            && sandbox
                .run(
                    new ProgramRun(List.of("true"), null, directory, LIMITS),
                    confinement(isolation))
                .succeeded();
  }

  private void assertNothingRuns() {
    Eventually.holds("no process is left", () -> processes().isEmpty());
  }

  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(seconds) && !command.contains("-c"))
        .toList();
  }
}
