package dev.slipway.storage.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.UriEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A store with the documented differences between Google Cloud Storage and S3 (pages "Simple
 * migration from Amazon S3", "Canonical requests", "Request preconditions", "XML API multipart
 * uploads", "IAM permissions for XML methods"): a request can't have headers of both vendors,
 * {@code If-None-Match} works only for reads, multipart uploads support no precondition, and bucket
 * settings need a permission that the key does not have.
 */
public final class GoogleStore implements AutoCloseable {
  private static final String BUCKET = "/slipway-videos";

  private final HttpServer server;
  private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Map<String, OpenUpload> uploads = new ConcurrentSkipListMap<>();
  private final List<String> unsupportedFeatures = new CopyOnWriteArrayList<>();
  private volatile boolean bucketSettingsReadable;

  public GoogleStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** Gives the key a permission that it should not have. */
  public void allowReadingBucketSettings() {
    bucketSettingsReadable = true;
  }

  public int size() {
    return objects.size() + uploads.size();
  }

  /** What the requests contained that Google does not support. */
  public List<String> unsupportedFeatures() {
    return unsupportedFeatures;
  }

  public StoreConfig config() {
    return StoreConfigs.of(
        "http://127.0.0.1:" + server.getAddress().getPort(),
        Map.of(
            "slipway.store.kind", "google",
            "slipway.store.region", "auto",
            "slipway.store.access-key", "GOOG1EXAMPLE",
            "slipway.store.secret-key", GoogleRequest.SECRET));
  }

  public RawStoreClient rawClient() {
    return RawStoreClients.of(config());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Server", "UploadServer");
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "ETag");
      var request = GoogleRequest.of(exchange);
      if (request.method().equals("OPTIONS")) {
        preflight(exchange);
      } else if (request.mixesVendors()) {
        refuse(exchange, 400, "ExcessHeaderValues");
      } else if (request.isSignedInUrl()) {
        answerSigned(exchange, request);
      } else if (request.header("Authorization") == null) {
        refuse(exchange, 403, "AccessDenied");
      } else {
        answer(exchange, request);
      }
    }
  }

  private void answerSigned(HttpExchange exchange, GoogleRequest request) throws IOException {
    if (!request.isSignatureValid()) {
      refuse(exchange, 403, "SignatureDoesNotMatch");
    } else if (request.isExpired(Instant.now())) {
      refuse(exchange, 400, "ExpiredToken");
    } else if (request.method().equals("POST")) {
      // A signed URL works for a POST only if it starts a resumable upload.
      refuse(exchange, 400, "InvalidArgument");
    } else {
      answer(exchange, request);
    }
  }

  private void answer(HttpExchange exchange, GoogleRequest request) throws IOException {
    request.headerNames().stream()
        .filter(name -> name.contains("checksum") || name.contains("copy-source"))
        .forEach(unsupportedFeatures::add);
    if (!request.path().equals("/") && !(request.path() + "/").startsWith(BUCKET + "/")) {
      refuse(exchange, 404, "NoSuchBucket");
    } else if (request.path().equals(BUCKET) || request.path().equals("/")) {
      bucket(exchange, request);
    } else if (request.hasParameter("uploads") || request.hasParameter("uploadId")) {
      upload(exchange, request);
    } else {
      object(exchange, request);
    }
  }

  private void bucket(HttpExchange exchange, GoogleRequest request) throws IOException {
    if (request.hasParameter("list-type")) {
      list(exchange, request.query().getOrDefault("prefix", ""));
    } else if (request.hasParameter("cors") && bucketSettingsReadable) {
      send(exchange, 200, "<CorsConfig/>");
    } else {
      refuse(exchange, 403, "AccessDenied");
    }
  }

  private void list(HttpExchange exchange, String prefix) throws IOException {
    var contents = new StringBuilder();
    objects.forEach(
        (path, stored) -> {
          var key = path.substring(BUCKET.length() + 1);
          if (key.startsWith(prefix)) {
            contents.append(
                "<Contents><Key>%s</Key><Generation>1</Generation><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size></Contents>"
                    .formatted(
                        UriEncoding.encode(key),
                        "2026-11-25T10:00:00.000Z",
                        stored.etag(),
                        stored.bytes().length));
          }
        });
    send(
        exchange,
        200,
        "<ListBucketResult"
            + " xmlns='http://doc.s3.amazonaws.com/2006-03-01'><Name>slipway-videos</Name>"
            + "<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>"
            + contents
            + "</ListBucketResult>");
  }

  private void upload(HttpExchange exchange, GoogleRequest request) throws IOException {
    if (request.headerNames().contains("if-none-match")) {
      refuse(exchange, 400, "NotImplemented");
      return;
    }
    if (request.hasParameter("uploads")) {
      var id = "upload-" + uploads.size();
      uploads.put(id, new OpenUpload(metadata(request), new TreeMap<>()));
      send(
          exchange,
          200,
          "<InitiateMultipartUploadResult><Bucket>slipway-videos</Bucket><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
              .formatted(keyOf(request), id));
      return;
    }
    var id = request.query().get("uploadId");
    var upload = uploads.get(id);
    if (upload == null) {
      refuse(exchange, 404, "NoSuchUpload");
      return;
    }
    switch (request.method()) {
      case "PUT" -> {
        upload.parts().put(Integer.valueOf(request.query().get("partNumber")), request.body());
        send(exchange, 200, "");
      }
      case "GET" -> send(exchange, 200, upload.listed());
      case "POST" -> {
        if (new String(request.body(), StandardCharsets.UTF_8).contains("Checksum")) {
          unsupportedFeatures.add("a checksum of a part");
        }
        objects.put(request.path(), upload.completed());
        uploads.remove(id);
        send(
            exchange,
            200,
            "<CompleteMultipartUploadResult><Location>-</Location><Bucket>slipway-videos</Bucket><Key>%s</Key><ETag>\"done\"</ETag></CompleteMultipartUploadResult>"
                .formatted(keyOf(request)));
      }
      default -> {
        uploads.remove(id);
        send(exchange, 204, "");
      }
    }
  }

  private void object(HttpExchange exchange, GoogleRequest request) throws IOException {
    var stored = objects.get(request.path());
    if (request.method().equals("PUT")) {
      if ("0".equals(request.header("x-goog-if-generation-match")) && stored != null) {
        refuse(exchange, 412, "PreconditionFailed");
        return;
      }
      objects.put(request.path(), new Stored(request.body(), metadata(request)));
      send(exchange, 200, "");
    } else if (stored == null) {
      refuse(exchange, 404, "NoSuchKey");
    } else if (request.method().equals("DELETE")) {
      objects.remove(request.path());
      send(exchange, 204, "");
    } else {
      read(exchange, request, stored);
    }
  }

  private static void read(HttpExchange exchange, GoogleRequest request, Stored stored)
      throws IOException {
    var ifMatch = request.header("If-Match");
    if (ifMatch != null && !ifMatch.replace("\"", "").equals(stored.etag())) {
      refuse(exchange, 412, "PreconditionFailed");
      return;
    }
    var prefix = request.isSignedByS3Client() ? "x-amz-meta-" : "x-goog-meta-";
    var headers = exchange.getResponseHeaders();
    stored.metadata().forEach((name, value) -> headers.set(name.replace("meta:", prefix), value));
    headers.set("ETag", '"' + stored.etag() + '"');
    headers.set("Last-Modified", "Wed, 25 Nov 2026 10:00:00 GMT");
    headers.set("x-goog-hash", "crc32c=AAAAAA==");
    var range = request.header("Range");
    var bytes =
        range == null
            ? stored.bytes()
            : Arrays.copyOf(stored.bytes(), Integer.parseInt(range.split("-")[1]) + 1);
    if (request.method().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String keyOf(GoogleRequest request) {
    return request.path().substring(BUCKET.length() + 1);
  }

  /** The metadata of either vendor's headers. */
  private static Map<String, String> metadata(GoogleRequest request) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("Content-Type", String.valueOf(request.header("Content-Type")));
    for (var name : request.headerNames()) {
      var plain = name.replaceFirst("^x-(amz|goog)-meta-", "");
      if (!plain.equals(name)) {
        metadata.put("meta:" + plain, request.header(name));
      }
    }
    return metadata;
  }

  private static void preflight(HttpExchange exchange) throws IOException {
    var asked = exchange.getRequestHeaders().getFirst("Access-Control-Request-Headers");
    exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "GET,HEAD,PUT");
    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", asked);
    send(exchange, 200, "");
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, "<Error><Code>" + code + "</Code><Message>No</Message></Error>");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
    if (hasBody) {
      exchange.getResponseHeaders().set("Content-Type", "application/xml; charset=UTF-8");
    }
    exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
    if (hasBody) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** An object with its metadata. */
  private record Stored(byte[] bytes, Map<String, String> metadata) {
    String etag() {
      return HexFormat.of().toHexDigits(Arrays.hashCode(bytes));
    }
  }

  /** A multipart upload in progress. */
  private record OpenUpload(Map<String, String> metadata, Map<Integer, byte[]> parts) {
    String listed() {
      var listed = new ArrayList<String>();
      parts.forEach(
          (number, bytes) ->
              listed.add(
                  "<Part><PartNumber>%d</PartNumber><ETag>\"%s\"</ETag><Size>%d</Size></Part>"
                      .formatted(number, Arrays.hashCode(bytes), bytes.length)));
      return "<ListPartsResult><MaxParts>1000</MaxParts><IsTruncated>false</IsTruncated>%s</ListPartsResult>"
          .formatted(String.join("", listed));
    }

    Stored completed() {
      var bytes = new ByteArrayOutputStream();
      parts.values().forEach(bytes::writeBytes);
      return new Stored(bytes.toByteArray(), metadata);
    }
  }
}
