package dev.slipway.lab.attacks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.lab.attacks.bench.Exchange.Receiver;
import dev.slipway.lab.attacks.bench.Exchange.Sent;
import dev.slipway.uploads.PutUrlSigner;
import dev.slipway.uploads.UploadCompleter;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Calls the code of endpoints with the rights of the caller. The bench keeps no credential of the
 * caller, so it doesn't send these requests over HTTP.
 */
@ApplicationScoped
class ApplicationCalls {
  private final PutUrlSigner putSigner;
  private final UploadCompleter completer;
  private final Videos videos;
  private final VideoUrlSigner urlSigner;
  private final ObjectMapper json;

  ApplicationCalls(
      PutUrlSigner putSigner,
      UploadCompleter completer,
      Videos videos,
      VideoUrlSigner urlSigner,
      ObjectMapper json) {
    this.putSigner = putSigner;
    this.completer = completer;
    this.videos = videos;
    this.urlSigner = urlSigner;
    this.json = json;
  }

  Exchange signUpload(String id) {
    return call(
        "Request a URL for the upload",
        "PUT",
        "/api/uploads/" + id + "/url",
        () -> putSigner.renew(id));
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

  private Exchange call(String title, String method, String path, Supplier<?> endpoint) {
    var sent = Sent.of(Receiver.APPLICATION, method, path, Map.of(), null);
    try {
      return new Exchange(title, sent, Answer.ofResult(endpoint.get(), json));
    } catch (ProblemException problem) {
      return new Exchange(title, sent, Answer.ofProblem(problem.toProblem(), json));
    }
  }
}
