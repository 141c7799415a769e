package dev.slipway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
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

/** An S3 server on loopback, in this JVM, with files below one directory; closing stops it. */
final class EmbeddedStore implements AutoCloseable {
  private static final long MAXIMUM_PUT = 5L << 30;

  private final S3Proxy server;
  private final StoreSettings settings;
  private final StoreKeys keys;

  private EmbeddedStore(S3Proxy server, StoreSettings settings, StoreKeys keys) {
    this.server = server;
    this.settings = settings;
    this.keys = keys;
  }

  /**
   * @param events told of what happens in the bucket of videos, before the client is answered
   * @throws CannotStartException when the chosen port is taken
   */
  static EmbeddedStore start(DataDirectory directory, StoreSettings settings, EventQueue events) {
    var keys = StoreKeys.of(directory);
    try {
      Files.createDirectories(directory.store());
      var files = new FilesystemNio2BlobStore(directory.store().toString());
      createBuckets(files, settings);
      WholeObjectsBlobStore.sweep(directory.store());
      var uploads = new OpenUploadsBlobStore(new WholeObjectsBlobStore(files));
      uploads.sweep(settings.bucket());
      var blobs =
          new NotifyingBlobStore(
              uploads, settings.bucket(), keys.accessKey(), events, Clock.systemUTC());
      var server =
          new StorePort(directory, settings.port()).open(port -> listen(blobs, keys, port));
      return new EmbeddedStore(server, settings, keys);
    } catch (IOException e) {
      throw new CannotStartException("The store does not start: " + e.getMessage(), e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** As the application is told. */
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

  private static void createBuckets(BlobStore blobs, StoreSettings settings) {
    var present = blobs.list().buckets().stream().map(Bucket::name).toList();
    Stream.of(settings.bucket(), settings.derivedBucket())
        .filter(name -> !present.contains(name))
        .map(name -> CreateBucketRequest.builder().bucket(name).build())
        .forEach(blobs::createContainer);
  }

  private static S3Proxy listen(BlobStore blobs, StoreKeys keys, int port) throws IOException {
    var server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, keys.accessKey(), keys.secretKey())
            .corsRules(anyBrowser())
            .maxSinglePartObjectSize(MAXIMUM_PUT)
            // What is still being sent is lost, as it is when the process ends.
            .stopTimeout(0)
            .build();
    UnsignedCopyHandler.install(server);
    try {
      server.start();
      return server;
    } catch (Exception e) {
      stop(server);
      // Jetty wraps what says that a port is taken.
      throw e.getCause() instanceof BindException taken
          ? taken
          : new IOException(e.getMessage(), e);
    }
  }

  private static void stop(S3Proxy server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The store does not stop", e);
    }
  }

  /** The signature says who may do what, as MinIO has it by default. */
  private static CrossOriginResourceSharing anyBrowser() {
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
}
