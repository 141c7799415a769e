package dev.slipway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Knows which multipart uploads are open, as MinIO does: a part of one that was completed or
 * aborted is 404, where S3Proxy would keep it for ever.
 */
final class OpenUploadsBlobStore extends ForwardingBlobStore {
  /** Where S3Proxy keeps what was said when the upload was created, until it ends. */
  static final String STUB = ".s3proxy-mpu-stub-";

  OpenUploadsBlobStore(BlobStore blobs) {
    super(blobs);
  }

  /** Removes what a process that was killed while it ended an upload has left. */
  void sweep(String container) {
    for (var listed : listMultipartUploads(container)) {
      var created =
          CreateMultipartUploadRequest.builder().bucket(container).key(listed.key()).build();
      var upload = new MultipartUpload(listed.uploadId(), created);
      if (!isOpen(upload)) {
        delegate().abortMultipartUpload(upload);
      }
    }
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream content) {
    if (!isOpen(upload)) {
      // To the end: a client that is still sending would not hear the answer.
      drain(content);
      throw noSuchUpload();
    }
    var response = super.uploadMultipartPart(upload, request, content);
    if (!isOpen(upload)) {
      // It ended while the part was arriving.
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

  private boolean isOpen(MultipartUpload upload) {
    return blobExists(upload.containerName(), STUB + upload.id());
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
