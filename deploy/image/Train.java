import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs a production build once and uses it as people do, so that the JVM writes an AOT cache of the
 * classes that it loaded: {@code java Train.java <embedded build> <production build>}. PostgreSQL
 * and the store come from the embedded build. The cache, {@code app.aot} in the production build,
 * works only with the same JVM, jars and garbage collector. At the end a JVM with the image's
 * options has to accept it.
 *
 * <p>The output of both programs goes to a file each, because what they say about a test
 * environment worries people who build the image. If the training fails, it is printed.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 */
final class Train {
  private static final int EMBEDDED_PORT = 18080;
  private static final int STORE_PORT = 18081;
  private static final int PRODUCTION_PORT = 18082;
  private static final int MANAGEMENT_PORT = 18083;
  private static final String JAR = "quarkus-run.jar";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final int STOP_TIMEOUT_MINUTES = 5;
  private static final List<String> PAGES =
      List.of(
          "/",
          "/videos",
          "/tokens",
          "/admin/videos",
          "/admin/inbox",
          "/admin/drift",
          "/admin/doctor",
          "/api/me",
          "/api/videos",
          "/api/uploads?status=OPEN",
          "/web/base.css",
          "/uploads/page.js");

  /**
   * Below 32 GB the JVM compresses object pointers, and the cache works only with JVMs that do the
   * same. Without this option, the heap would be a quarter of the memory of the build host.
   */
  private static final String MAX_HEAP = "-Xmx512m";

  /** Those of the image's entry point, which the cache has to fit. */
  private static final List<String> RUNTIME_OPTIONS =
      List.of(
          "-XX:AOTCache=app.aot",
          "-Xlog:aot*=error",
          "-XX:+UseSerialGC",
          "-XX:TrimNativeHeapInterval=60000",
          "-XX:-UsePerfData",
          "-Xms64m",
          "-XX:+ExitOnOutOfMemoryError");

  private static final Pattern HEADERS = Pattern.compile("\"headers\":\\{(.*?)\\}");
  private static final Pattern HEADER = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"");

  /** Enough to contain the reason of a failure. */
  private static final int MAX_PRINTED_LINES = 200;

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final URI app = URI.create("http://127.0.0.1:" + PRODUCTION_PORT);

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("Usage: java Train.java <embedded build> <production build>");
      System.exit(64);
    }
    var embedded = Path.of(arguments[0]).toAbsolutePath();
    var production = Path.of(arguments[1]).toAbsolutePath();
    var data = Files.createTempDirectory("slipway-training");
    var check = data.resolve("check.log");
    var logs = List.of(data.resolve("services.log"), data.resolve("application.log"), check);
    try {
      train(embedded, production, data, logs);
      check(production, check);
      var size = Files.size(production.resolve("app.aot"));
      System.out.printf("The AOT cache is ready: %,d bytes%n", size);
    } catch (Exception e) {
      System.err.println("The training failed: " + e);
      for (var log : logs) {
        printEnd(log);
      }
      System.exit(1);
    }
  }

  private static void train(Path embedded, Path production, Path data, List<Path> logs)
      throws Exception {
    System.out.println("Starting a test database and a test store");
    var services = start(embedded, List.of(), embeddedSettings(data), logs.get(0));
    try {
      await(services, "http://127.0.0.1:" + EMBEDDED_PORT + "/login");
      train(production, productionSettings(data), logs.get(1));
    } finally {
      stop(services);
    }
  }

  private static void train(Path production, Map<String, String> settings, Path log)
      throws Exception {
    System.out.println("Starting the application, logging in, reading pages, uploading a file");
    // The image's garbage collector, because the cache contains objects in its layout.
    var options =
        List.of("-XX:AOTCacheOutput=app.aot", "-XX:+UseSerialGC", MAX_HEAP, "-Xlog:aot=off");
    var app = start(production, options, settings, log);
    try {
      await(app, "http://127.0.0.1:" + MANAGEMENT_PORT + "/q/health/ready");
      new Train().use();
    } finally {
      // The JVM writes the cache when it stops.
      System.out.println("Stopping the application, which then writes the AOT cache");
      stop(app);
    }
  }

  /** Starts a JVM that exits if it can't use the cache; without AOTMode it would ignore it. */
  private static void check(Path production, Path log) throws Exception {
    System.out.println("Checking that the JVM can use the AOT cache");
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(RUNTIME_OPTIONS);
    command.addAll(List.of("-XX:AOTMode=on", "-Xlog:aot", MAX_HEAP, "-cp", JAR, "-version"));
    var jvm =
        new ProcessBuilder(command)
            .directory(production.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!jvm.waitFor(STOP_TIMEOUT_MINUTES, TimeUnit.MINUTES) || jvm.exitValue() != 0) {
      jvm.destroyForcibly();
      throw new IllegalStateException("the JVM can't use the AOT cache");
    }
  }

  private void use() throws Exception {
    var login = "username=trainer&password=for-one-run";
    expect(303, send(post("/login", login, "application/x-www-form-urlencoded")));
    for (var page : PAGES) {
      expect(200, send(get(page)));
    }
    upload(new byte[100_000]);
  }

  private void upload(byte[] bytes) throws Exception {
    var opening =
        "{\"fileName\":\"a.mp4\",\"contentType\":\"video/mp4\",\"size\":%d}"
            .formatted(bytes.length);
    var upload = expect(201, send(post("/api/uploads", opening, "application/json"))).body();
    expect(200, send(put(upload, bytes)));
    var id = text(upload, "id");
    expect(200, send(completion(id)));
    expect(200, send(get("/videos/" + id)));
  }

  /** The PUT that the response to the opening describes. */
  private static HttpRequest put(String upload, byte[] bytes) {
    var put =
        HttpRequest.newBuilder(URI.create(text(upload, "url")))
            .PUT(BodyPublishers.ofByteArray(bytes));
    HEADERS
        .matcher(upload)
        .results()
        .flatMap(headers -> HEADER.matcher(headers.group(1)).results())
        .forEach(header -> put.header(header.group(1), header.group(2)));
    return put.build();
  }

  private HttpRequest completion(String id) {
    return HttpRequest.newBuilder(app.resolve("/api/uploads/%s/completion".formatted(id)))
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString("{}"))
        .build();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(app.resolve(path)).build();
  }

  private HttpRequest post(String path, String body, String type) {
    return HttpRequest.newBuilder(app.resolve(path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          "%s answers %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer;
  }

  private static String text(String json, String field) {
    var found = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(field)).matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("%s is missing in %s".formatted(field, json));
    }
    return found.group(1);
  }

  private static Map<String, String> embeddedSettings(Path data) {
    return Map.of(
        "SLIPWAY_EMBEDDED_DIR", data.toString(),
        "SLIPWAY_EMBEDDED_STORE_PORT", Integer.toString(STORE_PORT),
        "QUARKUS_HTTP_PORT", Integer.toString(EMBEDDED_PORT));
  }

  private static Map<String, String> productionSettings(Path data) throws IOException {
    // The port is on the fourth line.
    var port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
    var secrets = data.resolve("secrets");
    return Map.ofEntries(
        Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
        Map.entry("QUARKUS_HTTP_PORT", Integer.toString(PRODUCTION_PORT)),
        Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
        Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(MANAGEMENT_PORT)),
        Map.entry(
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + port + "/slipway"),
        Map.entry("QUARKUS_DATASOURCE_USERNAME", "slipway"),
        Map.entry(
            "QUARKUS_DATASOURCE_PASSWORD_FILE", secrets.resolve("postgres-password").toString()),
        Map.entry("SLIPWAY_ADMIN_NAME", "trainer"),
        Map.entry("SLIPWAY_ADMIN_PASSWORD", "for-one-run"),
        Map.entry("SLIPWAY_STORE_ENDPOINT", "http://127.0.0.1:" + STORE_PORT),
        Map.entry("SLIPWAY_STORE_ACCESS_KEY_FILE", secrets.resolve("store-access-key").toString()),
        Map.entry("SLIPWAY_STORE_SECRET_KEY_FILE", secrets.resolve("store-secret-key").toString()),
        Map.entry(
            "SLIPWAY_NOTIFICATIONS_TOKEN_FILE", secrets.resolve("notifications-token").toString()));
  }

  private static Process start(
      Path build, List<String> options, Map<String, String> settings, Path log) throws IOException {
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-jar", JAR));
    var builder =
        new ProcessBuilder(command)
            .directory(build.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    return builder.start();
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  private static void printEnd(Path log) throws IOException {
    if (Files.notExists(log)) {
      return;
    }
    var lines = Files.readAllLines(log);
    System.err.printf("--- %s%n", log.getFileName());
    lines.stream().skip(Math.max(0, lines.size() - MAX_PRINTED_LINES)).forEach(System.err::println);
  }

  private static void await(Process process, String url) throws Exception {
    var deadline = Instant.now().plus(START_TIMEOUT);
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    while (!answers(request)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the program for %s ended with exit code %d".formatted(url, process.exitValue()));
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(url + " does not answer");
      }
      Thread.sleep(200);
    }
  }

  private static boolean answers(HttpRequest request) throws InterruptedException {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
  }
}
