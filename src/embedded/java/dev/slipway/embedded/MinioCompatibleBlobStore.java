package dev.slipway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Makes S3Proxy's file store behave like MinIO in two cases.
 *
 * <ul>
 *   <li>Only complete objects are listed. S3Proxy writes an arriving object to a file beside it,
 *       whose name is the key and a UUID, and lists that file too. If S3Proxy is killed, the file
 *       stays and is listed for ever.
 *   <li>A part of a completed or aborted multipart upload is answered with 404. S3Proxy would keep
 *       the part for ever.
 * </ul>
 */
final class MinioCompatibleBlobStore extends ForwardingBlobStore {
  /** The prefix of the objects with which S3Proxy marks open multipart uploads. */
  static final String UPLOAD_MARKER = ".s3proxy-mpu-stub-";

  private static final Pattern TEMPORARY_NAME =
      Pattern.compile(".*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** The file attribute in which S3Proxy keeps the ETag; it is set when the object is complete. */
  private static final String ETAG_ATTRIBUTE = "user.content-md5";

  MinioCompatibleBlobStore(BlobStore blobs) {
    super(blobs);
  }

  /** Removes what a killed process has left: incomplete files, and parts of ended uploads. */
  void removeLeftovers(Path files, String bucket) throws IOException {
    removeIncompleteFiles(files);
    for (var listed : listMultipartUploads(bucket)) {
      var created = CreateMultipartUploadRequest.builder().bucket(bucket).key(listed.key()).build();
      var upload = new MultipartUpload(listed.uploadId(), created);
      if (!isOpen(upload)) {
        delegate().abortMultipartUpload(upload);
      }
    }
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    var listed = super.list(request);
    var complete = listed.contents().stream().filter(MinioCompatibleBlobStore::isComplete).toList();
    return listed.toBuilder().contents(complete).build();
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream content) {
    if (!isOpen(upload)) {
      // Read to the end, because a client that is still sending would miss the response.
      drain(content);
      throw noSuchUpload();
    }
    var response = super.uploadMultipartPart(upload, request, content);
    if (!isOpen(upload)) {
      // The upload ended while the part was arriving.
      delegate().abortMultipartUpload(upload);
      throw noSuchUpload();
    }
    return response;
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    if (!isOpen(upload)) {
      throw noSuchUpload();
    }
    return super.listMultipartUpload(upload);
  }

  private static void removeIncompleteFiles(Path files) throws IOException {
    try (var paths = Files.walk(files)) {
      var temporary =
          paths.filter(path -> isTemporary(path.toString())).filter(Files::isRegularFile);
      for (var path : temporary.toList()) {
        if (!hasETag(path)) {
          Files.delete(path);
        }
      }
    }
  }

  private static boolean isComplete(S3Object object) {
    return object.eTag() != null || !isTemporary(object.key());
  }

  private static boolean isTemporary(String name) {
    return TEMPORARY_NAME.matcher(name).matches();
  }

  /** True if the file system has no such attributes, so nothing is removed there. */
  private static boolean hasETag(Path file) {
    var attributes = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    try {
      return attributes == null || attributes.list().contains(ETAG_ATTRIBUTE);
    } catch (IOException | UnsupportedOperationException unsupported) {
      return true;
    }
  }

  private boolean isOpen(MultipartUpload upload) {
    return blobExists(upload.containerName(), UPLOAD_MARKER + upload.id());
  }

  private static void drain(InputStream content) {
    try {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NoSuchUploadException noSuchUpload() {
    var details =
        AwsErrorDetails.builder()
            .errorCode("NoSuchUpload")
            .errorMessage("The specified multipart upload does not exist.")
            .build();
    return (NoSuchUploadException)
        NoSuchUploadException.builder().statusCode(404).awsErrorDetails(details).build();
  }
}
