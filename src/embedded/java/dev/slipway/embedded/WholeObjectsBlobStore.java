package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists whole objects only, as MinIO does. S3Proxy writes what arrives beside its object, under the
 * key with a UUID behind it, and lists that too: for ever, where it was killed meanwhile.
 */
final class WholeObjectsBlobStore extends ForwardingBlobStore {
  private static final Pattern ASIDE =
      Pattern.compile(".*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Where S3Proxy keeps the ETag, which is known when all has arrived. */
  private static final String ETAG = "user.content-md5";

  WholeObjectsBlobStore(BlobStore blobs) {
    super(blobs);
  }

  /** Removes what a process that was killed had begun to write. Nobody may be writing. */
  static void sweep(Path files) throws IOException {
    try (var paths = Files.walk(files)) {
      var aside = paths.filter(path -> isAside(path.toString())).filter(Files::isRegularFile);
      for (var path : aside.toList()) {
        if (!hasETag(path)) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    var listed = super.list(request);
    var whole = listed.contents().stream().filter(WholeObjectsBlobStore::isWhole).toList();
    return listed.toBuilder().contents(whole).build();
  }

  private static boolean isWhole(S3Object object) {
    return object.eTag() != null || !isAside(object.key());
  }

  private static boolean isAside(String name) {
    return ASIDE.matcher(name).matches();
  }

  /** Where that can't be told, nothing is removed. */
  private static boolean hasETag(Path file) {
    var attributes = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    try {
      return attributes == null || attributes.list().contains(ETAG);
    } catch (IOException | UnsupportedOperationException withoutAttributes) {
      return true;
    }
  }
}
