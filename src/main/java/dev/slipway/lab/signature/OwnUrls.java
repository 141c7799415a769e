package dev.slipway.lab.signature;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.url.SignedUrl;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.signing.SignatureVerifier;
import dev.slipway.uploads.UploadQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises URLs that the application may have signed itself, for people who may see the upload or
 * video. For anyone else such a URL is like one of a foreign store, so they learn nothing.
 */
@ApplicationScoped
class OwnUrls {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final StoreConfig config;
  private final StoreOrigin origin;
  private final SignatureVerifier verifier;
  private final UploadQueries uploads;
  private final Videos videos;
  private final CurrentAccount caller;

  OwnUrls(
      StoreConfig config,
      StoreOrigin origin,
      SignatureVerifier verifier,
      UploadQueries uploads,
      Videos videos,
      CurrentAccount caller) {
    this.config = config;
    this.origin = origin;
    this.verifier = verifier;
    this.uploads = uploads;
    this.videos = videos;
    this.caller = caller;
  }

  /**
   * A URL of an upload or video that the caller may see.
   *
   * @param managed whether they may manage it, not only watch it
   * @param headers that the upload was signed with, as far as they are known
   */
  record OwnUrl(boolean managed, Map<String, String> headers) {
    /** People who may only watch a video learn only about URLs to watch it. */
    boolean mayAskAbout(String method) {
      return managed || READING.contains(method);
    }
  }

  @Transactional
  Optional<OwnUrl> find(SignedUrl url) {
    if (!isOfThisApplication(url)) {
      return Optional.empty();
    }
    var key = new ObjectKey(url.key());
    var upload = key.uploadId().flatMap(id -> uploads.findSignedHeaders(id, partNumber(url)));
    return upload
        .map(headers -> new OwnUrl(true, headers))
        .or(
            () ->
                findVideo(key)
                    .map(
                        video ->
                            new OwnUrl(
                                AccessPolicy.isManager(caller.toCaller(), video.owner()),
                                Map.of())));
  }

  /** The region of every signature of this application. */
  String region() {
    return config.region();
  }

  /** Whether the signature covers this text. */
  boolean isSigned(SignedUrl url, SignedText text) {
    try {
      var day = LocalDate.parse(url.credential().date(), DateTimeFormatter.BASIC_ISO_DATE);
      return verifier.isValid(text.stringToSign(), day, url.signature());
    } catch (DateTimeException noDate) {
      return false;
    }
  }

  private boolean isOfThisApplication(SignedUrl url) {
    return url.origin().equals(origin.origin())
        && !url.address().isVirtualHosted()
        && url.bucket().equals(config.bucket())
        && url.scheme().algorithm().equals(config.kind().algorithm())
        && url.credential().accessKey().equals(config.accessKey())
        && isKey(url.key());
  }

  private Optional<Video> findVideo(ObjectKey key) {
    return Video.findCurrent(config.bucket(), key).flatMap(video -> videos.findVisible(video.id()));
  }

  private static boolean isKey(String text) {
    try {
      return new ObjectKey(text).isVideo();
    } catch (IllegalArgumentException notAKey) {
      return false;
    }
  }

  private static Integer partNumber(SignedUrl url) {
    return url.named("partNumber")
        .map(parameter -> parameter.value())
        .filter(text -> text.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .orElse(null);
  }
}
