package dev.slipway.lab.attacks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.lab.attacks.bench.Exchange.Receiver;
import dev.slipway.lab.attacks.bench.Exchange.Sent;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.uploads.PartUrlSigner;
import dev.slipway.uploads.PutUrlSigner;
import dev.slipway.uploads.UploadCompleter;
import dev.slipway.uploads.UploadOpener;
import dev.slipway.uploads.UploadRequest;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the code of endpoints with the rights of the caller. The bench keeps no credential of the
 * caller, so it doesn't send these requests over HTTP.
 */
@ApplicationScoped
class ApplicationCalls {
  /** A URL that deletes is used at once. */
  private static final Duration DELETE_LIFETIME = Duration.ofMinutes(1);

  private final UploadOpener opener;
  private final PutUrlSigner putSigner;
  private final PartUrlSigner partSigner;
  private final UploadCompleter completer;
  private final Videos videos;
  private final VideoUrlSigner urlSigner;
  private final PermanentDeletion deletion;
  private final ObjectMapper json;

  ApplicationCalls(
      UploadOpener opener,
      PutUrlSigner putSigner,
      PartUrlSigner partSigner,
      UploadCompleter completer,
      Videos videos,
      VideoUrlSigner urlSigner,
      PermanentDeletion deletion,
      ObjectMapper json) {
    this.opener = opener;
    this.putSigner = putSigner;
    this.partSigner = partSigner;
    this.completer = completer;
    this.videos = videos;
    this.urlSigner = urlSigner;
    this.deletion = deletion;
    this.json = json;
  }

  /**
   * A signed URL, and the call that has returned it.
   *
   * @param request the request that the URL permits
   */
  record SignedRequest(Exchange exchange, StoreRequest request) {}

  /**
   * @param idempotencyKey null for none
   * @param opened receives the id of the upload that the answer describes
   */
  Exchange open(
      String title, UploadRequest request, String idempotencyKey, Consumer<String> opened) {
    var headers =
        idempotencyKey == null
            ? Map.<String, String>of()
            : Map.of("Idempotency-Key", idempotencyKey);
    var sent = Sent.of(Receiver.APPLICATION, "POST", "/api/uploads", headers, shown(request));
    try {
      var upload = opener.open(request, idempotencyKey);
      opened.accept(upload.id());
      return new Exchange(title, sent, Answer.ofCreated(upload, json));
    } catch (ProblemException problem) {
      return new Exchange(title, sent, Answer.ofProblem(problem.toProblem(), json));
    }
  }

  Exchange signUpload(String id) {
    return call(
        "Request a URL for the upload",
        "PUT",
        "/api/uploads/" + id + "/url",
        () -> putSigner.renew(id));
  }

  Exchange signPart(String id, PartsRequest request) {
    var path = "/api/uploads/" + id + "/parts";
    var sent = Sent.of(Receiver.APPLICATION, "POST", path, Map.of(), Answer.write(request, json));
    return call("Request a URL for other bytes", sent, () -> partSigner.sign(id, request));
  }

  Exchange complete(String id) {
    return call(
        "Complete the upload",
        "PUT",
        "/api/uploads/" + id + "/completion",
        () -> completer.complete(id));
  }

  Exchange readVideo(String id) {
    return call(
        "Look for the video",
        "GET",
        "/api/videos/" + id,
        () -> VideoView.of(videos.requireVisible(id)));
  }

  Exchange signPlayUrl(String id) {
    return call(
        "Request a URL to play it",
        "POST",
        "/api/videos/" + id + "/urls",
        () -> urlSigner.sign(videos.requireVisible(id)));
  }

  /**
   * @throws ProblemException if no URL is signed
   */
  SignedRequest requestPlayUrl(String id) {
    var url = urlSigner.sign(videos.requireVisible(id));
    return signed("Request a URL to play it", id, "play", url);
  }

  /**
   * @throws ProblemException if no URL is signed
   */
  SignedRequest requestDeleteUrl(String id) {
    var url = urlSigner.signDelete(id, DELETE_LIFETIME);
    return signed("Request a URL to delete it", id, "delete", url);
  }

  Exchange deletePermanently(String id) {
    deletion.delete(id);
    var path = "/api/videos/" + id + "?permanently=true";
    var sent = Sent.of(Receiver.APPLICATION, "DELETE", path, Map.of(), null);
    return new Exchange("Delete the video permanently", sent, Answer.ofNoContent());
  }

  /** Whether the caller's video is still being checked. */
  boolean isProcessing(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> videos.findVisible(id).filter(Video::isProcessing).isPresent());
  }

  private SignedRequest signed(String title, String id, String operation, PresignedUrl url) {
    var body = Answer.write(Map.of("operation", operation), json);
    var path = "/api/videos/" + id + "/urls";
    var sent = Sent.of(Receiver.APPLICATION, "POST", path, Map.of(), body);
    return new SignedRequest(
        new Exchange(title, sent, Answer.ofResult(url, json)), StoreRequest.of(url));
  }

  /** The body of a request that opens an upload, without the fields that are not set. */
  private byte[] shown(UploadRequest request) {
    return Answer.write(
        Map.of(
            "fileName", request.fileName(),
            "contentType", request.contentType(),
            "size", request.size()),
        json);
  }

  private Exchange call(String title, String method, String path, Supplier<?> endpoint) {
    return call(title, Sent.of(Receiver.APPLICATION, method, path, Map.of(), null), endpoint);
  }

  private Exchange call(String title, Sent sent, Supplier<?> endpoint) {
    try {
      return new Exchange(title, sent, Answer.ofResult(endpoint.get(), json));
    } catch (ProblemException problem) {
      return new Exchange(title, sent, Answer.ofProblem(problem.toProblem(), json));
    }
  }
}
