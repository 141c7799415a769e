package dev.slipway.storage.client;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A store that behaves as the checks require, except for the faults that a test adds. It recognises
 * a forged signature by its zeros, and verifies no others.
 */
public final class FaultyStore implements AutoCloseable {
  /** What a store can do wrong. */
  public enum Fault {
    OVERWRITES,
    IGNORES_CHECKSUMS,
    ACCEPTS_FORGED_SIGNATURES,
    ACCEPTS_UNSIGNED_COPIES,
    OBEYS_UNSIGNED_ACLS,
    IGNORES_UNSIGNED_ACLS,
    IS_PUBLIC,
    REFUSES_PREFLIGHTS,
    REFUSES_PREFLIGHTS_OF_DERIVED_FILES,
    REFUSES_SIGNED_HEADERS,
    HIDES_ETAG,
    GRANTS_ADMIN,
    ALLOWS_READING_POLICIES,
    LISTS_ALL_BUCKETS,
    FORBIDS_READS,
    FORBIDS_DELETES,
    FORBIDS_ABORTS,
    HAS_NO_BUCKET,
    FAILS,
    REFUSES
  }

  private static final String FORGED = "X-Amz-Signature=" + "0".repeat(64);

  /** One chunk and a trailer. The archived releases of MinIO refuse anything else as malformed. */
  private static final Pattern CHUNKED =
      Pattern.compile("[0-9a-f]+\r\n.+\r\n0\r\nx-amz-checksum-crc32:\\S{8}\r\n\r\n");

  private final HttpServer server;
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Set<String> publicPaths = ConcurrentHashMap.newKeySet();
  private volatile String notification;

  public FaultyStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** Makes the store have this fault from now on. */
  public void addFault(Fault fault) {
    faults.add(fault);
  }

  /** Sets the bucket's notification configuration; until then nobody can read it. */
  public void setNotificationConfiguration(String xml) {
    notification = xml;
  }

  /** How many objects it has. */
  public int size() {
    return objects.size();
  }

  public NotificationTargets notificationTargets() {
    return new NotificationTargets(config(), rawClient());
  }

  public DerivedStore derivedStore() {
    return new S3DerivedStore(config().derivedBucket(), StoreConnections.to(config()));
  }

  public RawStoreClient rawClient() {
    return RawStoreClients.of(config());
  }

  public StoreConfig config() {
    return StoreConfigs.at("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Server", "MinIO");
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    if (!faults.contains(Fault.HIDES_ETAG)) {
      exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "Etag, Date");
    }
    answer(exchange, body);
    exchange.close();
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    var query = String.valueOf(exchange.getRequestURI().getRawQuery());
    if (faults.contains(Fault.FAILS)) {
      refuse(exchange, 503, "SlowDownWrite");
    } else if (faults.contains(Fault.REFUSES)) {
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      refuse(exchange, 400, "KeyTooLongError");
    } else if (exchange.getRequestMethod().equals("OPTIONS")) {
      preflight(exchange);
    } else if (faults.contains(Fault.HAS_NO_BUCKET)) {
      refuse(exchange, 404, "NoSuchBucket");
    } else if (query.contains(FORGED)) {
      forged(exchange, body);
    } else if (exchange.getRequestURI().getPath().contains(ObjectKey.TEST_OBJECT_PREFIX)) {
      object(exchange, query, body);
    } else {
      bucket(exchange, query);
    }
  }

  private void forged(HttpExchange exchange, byte[] body) throws IOException {
    if (!faults.contains(Fault.ACCEPTS_FORGED_SIGNATURES)) {
      refuse(exchange, 403, "SignatureDoesNotMatch");
    } else if (CHUNKED.matcher(new String(body, StandardCharsets.US_ASCII)).matches()) {
      put(exchange, exchange.getRequestURI().getPath(), body);
    } else {
      refuse(exchange, 400, "BadRequest");
    }
  }

  private void preflight(HttpExchange exchange) throws IOException {
    if (faults.contains(Fault.REFUSES_PREFLIGHTS)
        || faults.contains(Fault.REFUSES_PREFLIGHTS_OF_DERIVED_FILES)
            && exchange.getRequestURI().getPath().startsWith("/slipway-derived/")) {
      refuse(exchange, 403, "AccessForbidden");
      return;
    }
    var allowed =
        faults.contains(Fault.REFUSES_SIGNED_HEADERS)
            ? "content-type"
            : exchange.getRequestHeaders().getFirst("Access-Control-Request-Headers");
    exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "GET, PUT");
    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", allowed);
    send(exchange, 204, "");
  }

  private void object(HttpExchange exchange, String query, byte[] body) throws IOException {
    var path = exchange.getRequestURI().getPath();
    switch (exchange.getRequestMethod()) {
      case "POST" -> send(exchange, 200, "<R><UploadId>one</UploadId></R>");
      case "PUT" -> put(exchange, path, body);
      case "DELETE" -> delete(exchange, path, query);
      default -> get(exchange, path, query);
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
    var headers = exchange.getRequestHeaders();
    var checksum = headers.getFirst("x-amz-checksum-sha256");
    if (headers.containsKey("If-None-Match")
        && objects.containsKey(path)
        && !faults.contains(Fault.OVERWRITES)) {
      refuse(exchange, 412, "PreconditionFailed");
    } else if (checksum != null
        && !checksum.equals(Sha256.base64(body))
        && !faults.contains(Fault.IGNORES_CHECKSUMS)) {
      refuse(exchange, 400, "XAmzContentChecksumMismatch");
    } else if (headers.containsKey("x-amz-copy-source")) {
      copy(exchange, headers.getFirst("x-amz-copy-source"), path);
    } else if (headers.containsKey("x-amz-acl") && !acceptsUnsignedAcls(path)) {
      refuse(exchange, 403, "AccessDenied");
    } else {
      objects.put(path, body);
      send(exchange, 200, "");
    }
  }

  private boolean acceptsUnsignedAcls(String path) {
    if (faults.contains(Fault.OBEYS_UNSIGNED_ACLS)) {
      publicPaths.add(path);
      return true;
    }
    return faults.contains(Fault.IGNORES_UNSIGNED_ACLS);
  }

  private boolean isRefused(String path, String query) {
    return !query.contains("Signature=")
        && !publicPaths.contains(path)
        && !faults.contains(Fault.IS_PUBLIC);
  }

  private void copy(HttpExchange exchange, String from, String to) throws IOException {
    if (!faults.contains(Fault.ACCEPTS_UNSIGNED_COPIES)) {
      refuse(exchange, 403, "AccessDenied");
      return;
    }
    objects.put(to, objects.get(from));
    send(exchange, 200, "<CopyObjectResult/>");
  }

  private void delete(HttpExchange exchange, String path, String query) throws IOException {
    var isUpload = query.contains("uploadId");
    if (faults.contains(isUpload ? Fault.FORBIDS_ABORTS : Fault.FORBIDS_DELETES)) {
      refuse(exchange, 403, "AccessDenied");
      return;
    }
    objects.remove(path);
    send(exchange, 204, "");
  }

  private void get(HttpExchange exchange, String path, String query) throws IOException {
    if (isRefused(path, query)) {
      refuse(exchange, 403, "AccessDenied");
    } else if (query.contains("uploadId")) {
      send(exchange, 200, "<ListPartsResult/>");
    } else if (faults.contains(Fault.FORBIDS_READS)) {
      refuse(exchange, 403, "AccessDenied");
    } else if (objects.containsKey(path)) {
      send(exchange, 200, new String(objects.get(path), StandardCharsets.US_ASCII));
    } else {
      refuse(exchange, 404, "NoSuchKey");
    }
  }

  private void bucket(HttpExchange exchange, String query) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (path.startsWith("/minio/admin")) {
      allowOrRefuse(exchange, faults.contains(Fault.GRANTS_ADMIN), "{}");
    } else if (path.equals("/")) {
      var other = faults.contains(Fault.LISTS_ALL_BUCKETS) ? bucket("payroll") : "";
      send(exchange, 200, "<Buckets>" + bucket("slipway-videos") + other + "</Buckets>");
    } else if (query.startsWith("X-Amz") && query.contains("policy")) {
      policy(exchange);
    } else if (query.contains("notification")) {
      allowOrRefuse(exchange, notification != null, notification);
    } else if (path.lastIndexOf('/') > 0) {
      // The key has permissions for objects only below videos/.
      refuse(exchange, 403, "AccessDenied");
    } else {
      send(exchange, 200, listing(path + "/"));
    }
  }

  private String listing(String prefix) {
    return objects.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .map(
            key ->
                "<Contents><Key>%s</Key><LastModified>%s</LastModified></Contents>"
                    .formatted(key, Instant.now()))
        .collect(joining("", "<ListBucketResult>", "</ListBucketResult>"));
  }

  private void policy(HttpExchange exchange) throws IOException {
    if (faults.contains(Fault.ALLOWS_READING_POLICIES)) {
      refuse(exchange, 404, "NoSuchBucketPolicy");
    } else {
      refuse(exchange, 403, "AccessDenied");
    }
  }

  private static void allowOrRefuse(HttpExchange exchange, boolean allowed, String text)
      throws IOException {
    if (allowed) {
      send(exchange, 200, text);
    } else {
      refuse(exchange, 403, "AccessDenied");
    }
  }

  private static String bucket(String name) {
    return "<Bucket><Name>" + name + "</Name></Bucket>";
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, "<Error><Code>" + code + "</Code></Error>");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
    if (hasBody) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
