package dev.slipway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * An S3 server on loopback in this JVM: S3Proxy, with files in one directory and MinIO's behaviour
 * where the two differ. Closing stops it.
 */
final class EmbeddedStore implements AutoCloseable {
  private static final long MAX_PUT_BYTES = 5L << 30;

  private final S3Proxy server;
  private final EmbeddedSettings.Store settings;
  private final Keys keys;

  private EmbeddedStore(S3Proxy server, EmbeddedSettings.Store settings, Keys keys) {
    this.server = server;
    this.settings = settings;
    this.keys = keys;
  }

  /**
   * @param events receives an event for each change in the video bucket, before the client gets the
   *     response
   * @throws CannotStartException when the chosen port is in use
   */
  static EmbeddedStore start(
      DataDirectory directory, EmbeddedSettings.Store settings, EventQueue events) {
    var keys = Keys.of(directory);
    try {
      var objects = directory.store();
      var files = new FilesystemNio2BlobStore(objects.toString());
      createBuckets(files, settings);
      var blobs = new MinioCompatibleBlobStore(files);
      blobs.removeLeftovers(objects, settings.bucket());
      blobs.removeLeftovers(objects, settings.derivedBucket());
      var notifying =
          new NotifyingBlobStore(
              blobs, settings.bucket(), keys.accessKey(), events, Clock.systemUTC());
      var server =
          new StorePort(directory, settings.port())
              .open(port -> listen(notifying, keys, port), S3Proxy::getPort);
      return new EmbeddedStore(server, settings, keys);
    } catch (IOException e) {
      throw new CannotStartException("The store doesn't start: " + e.getMessage(), e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** The configuration with which an application uses the store. */
  Map<String, String> properties() {
    return Map.of(
        "slipway.store.embedded", "true",
        "slipway.store.endpoint", endpoint().toString(),
        "slipway.store.public-endpoint", endpoint().toString(),
        "slipway.store.region", settings.region(),
        "slipway.store.bucket", settings.bucket(),
        "slipway.store.derived-bucket", settings.derivedBucket(),
        "slipway.store.access-key", keys.accessKey(),
        "slipway.store.secret-key", keys.secretKey());
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void createBuckets(BlobStore blobs, EmbeddedSettings.Store settings) {
    var existing = blobs.list().buckets().stream().map(Bucket::name).toList();
    Stream.of(settings.bucket(), settings.derivedBucket())
        .filter(name -> !existing.contains(name))
        .map(name -> CreateBucketRequest.builder().bucket(name).build())
        .forEach(blobs::createContainer);
  }

  private static S3Proxy listen(BlobStore blobs, Keys keys, int port) throws IOException {
    var server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, keys.accessKey(), keys.secretKey())
            .corsRules(anyOrigin())
            .maxSinglePartObjectSize(MAX_PUT_BYTES)
            // Transfers in progress are lost, as they are when the process ends.
            .stopTimeout(0)
            .build();
    UnsignedHeaderHandler.install(server);
    try {
      server.start();
      return server;
    } catch (Exception e) {
      stop(server);
      // Jetty wraps the exception for a port in use.
      throw e.getCause() instanceof BindException portInUse
          ? portInUse
          : new IOException(e.getMessage(), e);
    }
  }

  private static void stop(S3Proxy server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The store doesn't stop", e);
    }
  }

  /**
   * Allows every origin, as MinIO does by default, because the signature decides who may do what.
   */
  private static CrossOriginResourceSharing anyOrigin() {
    return new CrossOriginResourceSharing(
        List.of("*"),
        List.of("GET", "HEAD", "PUT", "POST", "DELETE"),
        List.of("*"),
        List.of(
            "ETag",
            "Content-Length",
            "Content-Range",
            "Accept-Ranges",
            "x-amz-checksum-sha256",
            "x-amz-request-id"),
        "");
  }

  /** The store's only identity. */
  private record Keys(String accessKey, String secretKey) {
    static Keys of(DataDirectory directory) {
      return new Keys(directory.secret("store-access-key"), directory.secret("store-secret-key"));
    }

    @Override
    public String toString() {
      return accessKey;
    }
  }
}
