package dev.slipway.embedded;

import java.io.InputStream;
import java.time.Clock;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Queues an event for each change in one bucket, like MinIO with {@code queue_dir} and synchronous
 * events: the event is on disk before the client gets the response.
 */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private final String bucket;
  private final String principal;
  private final EventQueue events;
  private final Clock clock;

  NotifyingBlobStore(
      BlobStore blobs, String bucket, String principal, EventQueue events, Clock clock) {
    super(blobs);
    this.bucket = bucket;
    this.principal = principal;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    var response = super.putBlob(request, content);
    created("Put", request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    var response = super.copyBlob(request);
    created("Copy", request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    var response = super.completeMultipartUpload(upload, request);
    created("CompleteMultipartUpload", upload.containerName(), upload.blobName());
    return response;
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    // S3 responds with 204 even without an object, and MinIO then sends no event.
    var exists = isRelevant(request.bucket(), request.key()) && exists(request);
    var response = super.removeBlob(request);
    if (exists) {
      events.add(
          MinioNotification.removed(request.bucket(), request.key(), principal, clock.instant()));
    }
    return response;
  }

  private void created(String action, String container, String key) {
    if (!isRelevant(container, key)) {
      return;
    }
    var object = blobMetadata(HeadObjectRequest.builder().bucket(container).key(key).build());
    if (object == null) {
      // Removed in the meantime; the removal has its own event.
      return;
    }
    events.add(
        MinioNotification.created(action, container, key, object, principal, clock.instant()));
  }

  private boolean isRelevant(String container, String key) {
    return container.equals(bucket) && !key.startsWith(MinioCompatibleBlobStore.UPLOAD_MARKER);
  }

  private boolean exists(DeleteObjectRequest request) {
    return blobExists(request.bucket(), request.key());
  }
}
