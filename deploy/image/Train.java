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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

/**
 * Runs a production build and uses it as people and programs do, so that the JVM writes an AOT
 * cache: {@code java Train.java <embedded build> <production build>}. The cache has the classes
 * that the program loaded and the profiles of methods that ran often, so a later start is faster
 * and compiles these methods at once. PostgreSQL and the store come from the embedded build. The
 * cache, {@code app.aot} in the production build, works only with the same JVM, jars and garbage
 * collector.
 *
 * <p>The output of both programs goes to a file each, because what they say about a test
 * environment worries people who build the image. If the training fails, it is printed.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 * @see <a href="https://openjdk.org/jeps/515">JEP 515</a>
 */
final class Train {
  private static final int EMBEDDED_PORT = 18080;
  private static final int STORE_PORT = 18081;
  private static final int PRODUCTION_PORT = 18082;
  private static final int MANAGEMENT_PORT = 18083;
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
   * How often the training repeats what an upload needs. The JVM records profiles of methods that
   * ran more than 200 times.
   */
  private static final int ROUNDS = 1_000;

  /**
   * The application processes each uploaded video, with programs that take longer than a request.
   */
  private static final int ROUNDS_PER_UPLOAD = 10;

  private static final int ROUNDS_PER_PARTS = 4;
  private static final int ROUNDS_PER_PAGES = 20;
  private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(1);
  private static final String JSON = "application/json";
  private static final int SHA_256_LENGTH = 32;

  /** A small MP4 file, which the production build contains for its experiments. */
  private static final String CLIP = "dev/slipway/lab/clip.mp4";

  private static final String PARTS_OPENING =
      "{\"fileName\":\"b.mp4\",\"contentType\":\"video/mp4\",\"size\":1000000000}";

  /** As MinIO sends it, about an object key with slashes encoded. */
  private static final String NOTIFICATION =
      """
      {"EventName":"s3:ObjectCreated:Put","Key":"%1$s/%2$s","Records":[{"eventVersion":"2.0",
      "eventSource":"minio:s3","eventTime":"2026-01-01T00:00:00.000Z","eventName":"s3:ObjectCreated:Put",
      "s3":{"bucket":{"name":"%1$s"},"object":{"key":"%3$s","size":%4$d,"sequencer":"18EB05FD7F339E56"}}}]}
      """;

  /** Of any bytes: the training sends none of these parts. */
  private static final String CHECKSUM =
      Base64.getEncoder().encodeToString(new byte[SHA_256_LENGTH]);

  private static final Pattern HEADERS = Pattern.compile("\"headers\":\\{(.*?)\\}");
  private static final Pattern HEADER = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"");

  /** Enough to contain the reason of a failure. */
  private static final int MAX_PRINTED_LINES = 200;

  /** Keeps the cookie of the login. */
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private final HttpClient program = HttpClient.newHttpClient();
  private final URI app = URI.create("http://127.0.0.1:" + PRODUCTION_PORT);
  private final byte[] clip;
  private final String putOpening;
  private final String notificationsToken;

  /** Null in rounds in which the browser sends the requests. */
  private String token;

  private Train(byte[] clip, String notificationsToken) {
    this.clip = clip;
    this.putOpening =
        "{\"fileName\":\"a.mp4\",\"contentType\":\"video/mp4\",\"size\":%d}".formatted(clip.length);
    this.notificationsToken = notificationsToken;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("Usage: java Train.java <embedded build> <production build>");
      System.exit(64);
    }
    var embedded = Path.of(arguments[0]).toAbsolutePath();
    var production = Path.of(arguments[1]).toAbsolutePath();
    var data = Files.createTempDirectory("slipway-training");
    var logs = List.of(data.resolve("services.log"), data.resolve("application.log"));
    try {
      train(embedded, production, data, logs);
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
      var token = Files.readString(tokenFile(data)).strip();
      train(production, productionSettings(data), token, logs.get(1));
    } finally {
      stop(services);
    }
  }

  private static void train(
      Path production, Map<String, String> settings, String notificationsToken, Path log)
      throws Exception {
    System.out.println("Starting the application, reading pages, uploading files");
    // The image's garbage collector, because the cache contains objects in its layout.
    var options = List.of("-XX:AOTCacheOutput=app.aot", "-XX:+UseSerialGC", "-Xlog:aot=off");
    var app = start(production, options, settings, log);
    try {
      await(app, "http://127.0.0.1:" + MANAGEMENT_PORT + "/q/health/ready");
      new Train(clipOf(production), notificationsToken).use();
    } finally {
      // The JVM writes the cache when it stops.
      System.out.println("Stopping the application, which then writes the AOT cache");
      stop(app);
    }
  }

  private void use() throws Exception {
    var login = "username=trainer&password=for-one-run";
    expect(303, send(post("/login", login, "application/x-www-form-urlencoded")));
    var created = expect(201, send(post("/api/tokens", "{\"name\":\"training\"}", JSON)));
    var last = "";
    for (var round = 0; round < ROUNDS; round++) {
      token = round % 2 == 0 ? text(created.body(), "token") : null;
      abort(open(putOpening));
      if (round % ROUNDS_PER_PARTS == 0) {
        signPartsAndAbort();
      }
      token = null;
      if (round % ROUNDS_PER_PAGES == 0) {
        readPages();
      }
      if (round % ROUNDS_PER_UPLOAD == 0) {
        // The last one has been processed by now.
        expect(200, send(get("/videos" + last)));
        last = "/" + upload();
      }
    }
  }

  private void readPages() throws Exception {
    for (var page : PAGES) {
      expect(200, send(get(page)));
    }
  }

  /** Returns the id of the video. */
  private String upload() throws Exception {
    var upload = open(putOpening);
    expect(200, browser.send(put(upload), BodyHandlers.ofString()));
    notifyOf(URI.create(text(upload, "url")));
    var id = text(upload, "id");
    expect(200, send(put("/api/uploads/%s/completion".formatted(id), "{}")));
    expect(200, send(get("/videos/" + id)));
    return id;
  }

  /** The embedded build's store notifies the embedded build, so this is one of a real store. */
  private void notifyOf(URI object) throws Exception {
    var path = object.getPath().split("/", 3);
    var encodedKey = path[2].replace("/", "%2F");
    var body = NOTIFICATION.formatted(path[1], path[2], encodedKey, clip.length);
    var request =
        HttpRequest.newBuilder(app.resolve("/notifications/s3"))
            .header("Authorization", "Bearer " + notificationsToken)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(body));
    expect(204, send(request));
  }

  private void signPartsAndAbort() throws Exception {
    var upload = open(PARTS_OPENING);
    var path = "/api/uploads/%s/parts".formatted(text(upload, "id"));
    expect(200, send(post(path, firstParts(upload), JSON)));
    abort(upload);
  }

  /** As many parts as the browser client requests at once. */
  private static String firstParts(String upload) {
    var size = number(upload, "partSize");
    return IntStream.rangeClosed(1, 8)
        .mapToObj(
            part ->
                "{\"number\":%d,\"size\":%d,\"checksumSha256\":\"%s\"}"
                    .formatted(part, size, CHECKSUM))
        .collect(Collectors.joining(",", "{\"parts\":[", "]}"));
  }

  private String open(String opening) throws Exception {
    return expect(201, send(post("/api/uploads", opening, JSON))).body();
  }

  private void abort(String upload) throws Exception {
    expect(204, send(request("/api/uploads/" + text(upload, "id")).DELETE()));
  }

  /** The PUT that the response to the opening describes. */
  private HttpRequest put(String upload) {
    var put =
        HttpRequest.newBuilder(URI.create(text(upload, "url")))
            .timeout(RESPONSE_TIMEOUT)
            .PUT(BodyPublishers.ofByteArray(clip));
    HEADERS
        .matcher(upload)
        .results()
        .flatMap(headers -> HEADER.matcher(headers.group(1)).results())
        .forEach(header -> put.header(header.group(1), header.group(2)));
    return put.build();
  }

  private HttpRequest.Builder get(String path) {
    return request(path);
  }

  private HttpRequest.Builder post(String path, String body, String type) {
    return request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder put(String path, String body) {
    return request(path).header("Content-Type", JSON).PUT(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(app.resolve(path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    var client = token == null ? browser : program;
    return client.send(request.timeout(RESPONSE_TIMEOUT).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          "%s answers %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer;
  }

  private static String text(String json, String field) {
    return value(json, field, "\"([^\"]*)\"");
  }

  private static long number(String json, String field) {
    return Long.parseLong(value(json, field, "([0-9]+)"));
  }

  private static String value(String json, String field, String value) {
    var found = Pattern.compile("\"%s\":%s".formatted(field, value)).matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("%s is missing in %s".formatted(field, json));
    }
    return found.group(1);
  }

  private static Map<String, String> embeddedSettings(Path data) {
    return Map.of(
        "SLIPWAY_EMBEDDED_DIR", data.toString(),
        "SLIPWAY_EMBEDDED_STORE_PORT", Integer.toString(STORE_PORT),
        // The production build uses the same database, and shall process the videos itself.
        "SLIPWAY_PROCESSING_WORKERS", "0",
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
        Map.entry("SLIPWAY_NOTIFICATIONS_TOKEN_FILE", tokenFile(data).toString()),
        // They would only let ffmpeg work.
        Map.entry("SLIPWAY_RENDITIONS_ENABLED", "false"),
        // One account opens all uploads.
        Map.entry("SLIPWAY_LIMITS_SIGN_BURST", Integer.toString(10 * ROUNDS)));
  }

  private static byte[] clipOf(Path production) throws IOException {
    try (var jars = Files.newDirectoryStream(production.resolve("app"), "*.jar");
        var jar = new ZipFile(jars.iterator().next().toFile());
        var clip = jar.getInputStream(jar.getEntry(CLIP))) {
      return clip.readAllBytes();
    }
  }

  private static Path tokenFile(Path data) {
    return data.resolve("secrets/notifications-token");
  }

  private static Process start(
      Path build, List<String> options, Map<String, String> settings, Path log) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(List.of("-jar", "quarkus-run.jar"));
    var builder =
        new ProcessBuilder(command)
            .directory(build.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    return builder.start();
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
      throw new IllegalStateException(
          "a program did not stop in %d minutes".formatted(STOP_TIMEOUT_MINUTES));
    }
  }
}
