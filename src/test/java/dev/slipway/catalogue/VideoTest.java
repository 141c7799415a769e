package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.media.MediaFormat;
import dev.slipway.media.probe.MediaInfo;
import dev.slipway.storage.ChecksumType;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.testing.Asvs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VideoTest {
  private static final Instant STORED = Instant.parse("2026-01-02T03:04:05Z");
  private static final MediaFormat MP4 = new MediaFormat("video/mp4", "mp4");
  private static final MediaInfo INFO =
      new MediaInfo(
          "mp4", "video/mp4", "h264", "aac", 1920, 1080, 0, 25.0, 62_000L, 4_000_000L, null);
  private static final MediaFormat TEXT = new MediaFormat("text/plain", null);

  @Test
  void formatAndSizeDecideTheStatus() {
    assertThat(newVideoOfFormat(object(800), MP4, 800).status).isEqualTo(VideoStatus.PROCESSING);
    assertThat(catalogued(object(0), TEXT, 0).rejection).isEqualTo(Rejection.EMPTY);
    assertThat(catalogued(object(800), TEXT, 800).rejection).isEqualTo(Rejection.NOT_A_VIDEO);
    assertThat(catalogued(object(799), MP4, 800).rejection).isEqualTo(Rejection.INCOMPLETE);
  }

  @Test
  @Asvs("2.3.1")
  void onlyProcessesAVideoOnce() {
    var video = catalogued(object(800), MP4, 800);

    assertThatThrownBy(video::accept).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readyVideoIsRejectedForMalwareOnly() {
    var video = catalogued(object(800), MP4, 800);

    assertThatThrownBy(() -> video.reject(Rejection.TRUNCATED, null))
        .isInstanceOf(IllegalStateException.class);
    assertThat(video.status).isEqualTo(VideoStatus.READY);

    video.reject(Rejection.MALWARE, "Eicar.");
    assertThat(video.status).isEqualTo(VideoStatus.REJECTED);
    assertThat(video.isPlayable()).isFalse();
    assertThatThrownBy(() -> video.reject(Rejection.MALWARE, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingObjectCannotBePlayedUntilItIsFound() {
    var video = catalogued(object(800), MP4, 800);

    video.markMissing(STORED);
    assertThat(video.isPlayable()).isFalse();
    assertThat(video.isObjectPresent()).isFalse();
    video.markFound();
    assertThat(video.isPlayable()).isTrue();
  }

  @Test
  void nextGenerationTakesOverOwnerNameAndDetails() {
    var video = catalogued(object(800), MP4, 800);
    video.assignToUpload(id('b'), "creator");

    var next = video.replaceBy(id('c'), object(700));

    assertThat(video.latest).isFalse();
    assertThat(next.latest).isTrue();
    assertThat(next.generation).isEqualTo(2);
    assertThat(next.owner).isEqualTo("creator");
    assertThat(next.uploadId).isEqualTo(id('b').value());
    assertThat(next.fileName).isEqualTo("clip.mp4");
    assertThat(next.details()).isEqualTo(video.details());
  }

  @Test
  void correctsSizeOrChecksumAndReportsTheChange() {
    var video = catalogued(object(800), MP4, 800);

    assertThat(video.correct(object(900))).isEqualTo("900 bytes instead of 800 bytes");
    assertThat(video.correct(withChecksum(object(900), "new")))
        .isEqualTo("checksum new instead of old");
    assertThat(video.checksumSha256).isEqualTo("new");
  }

  @Test
  void objectWithTheSameChecksumIsACopy() {
    var video = catalogued(object(800), MP4, 800);

    assertThat(video.isCopiedTo(copy(800, "other", "old"), false)).isTrue();
    assertThat(video.isCopiedTo(copy(800, "other", "new"), false)).isFalse();
    assertThat(video.isCopiedTo(copy(801, "other", "old"), false)).isFalse();
    assertThat(video.isCopiedTo(copy(800, "other", null), false)).isFalse();
  }

  @Test
  void objectOfTheSameSizeIsACopyIfNoSignedUrlCanHaveStoredIt() {
    var video = catalogued(object(800), MP4, 800);
    var unreadable = catalogued(object(800), TEXT, 800);
    var incomplete = catalogued(object(800), MP4, 900);

    assertThat(video.isCopiedTo(copy(800, "other", "new"), true)).isTrue();
    assertThat(video.isCopiedTo(copy(800, "other", null), true)).isTrue();
    assertThat(video.isCopiedTo(copy(801, "other", "new"), true)).isFalse();
    assertThat(incomplete.isCopiedTo(copy(800, "other", "new"), true)).isTrue();
    // It may be the repaired file.
    assertThat(unreadable.isCopiedTo(copy(800, "other", "new"), true)).isFalse();
    assertThat(unreadable.isCopiedTo(copy(800, "other", "old"), true)).isTrue();
  }

  @Test
  void copyIsNoNewerThanItsVideo() {
    var video = catalogued(object(800), MP4, 800);

    assertThat(video.correct(copy(800, "other", "old")))
        .isEqualTo("a copy with the ETag other instead of etag");

    assertThat(video.etag()).isEqualTo("other");
    assertThat(video.storedAt).isEqualTo(STORED);
  }

  @Test
  @Asvs("5.4.1")
  void publicFileNameConsistsOfTitleIdAndFormat() {
    assertThat(publicFileName("Holiday", MP4)).isEqualTo("Holiday [ID].mp4");
    assertThat(publicFileName("Holiday.MP4", MP4)).isEqualTo("Holiday [ID].mp4");
    assertThat(publicFileName("Holiday", new MediaFormat("video/quicktime", "quicktime")))
        .isEqualTo("Holiday [ID].mov");
    assertThat(publicFileName("..hidden", MP4)).isEqualTo("hidden [ID].mp4");
    assertThat(publicFileName("...", MP4)).isEqualTo("video [ID].mp4");
    assertThat(publicFileName(".mp4", MP4)).isEqualTo("mp4 [ID].mp4");
    assertThat(publicFileName("Holiday", new MediaFormat("video/new", "new")))
        .isEqualTo("Holiday [ID]");
  }

  @Test
  void catalogueLagIsNeverNegative() {
    assertThat(cataloguedAt(STORED.plusMillis(1_500)).catalogueLag()).hasMillis(1_500);
    assertThat(cataloguedAt(STORED.minusMillis(1_500)).catalogueLag()).isEqualTo(Duration.ZERO);
  }

  private static String publicFileName(String title, MediaFormat format) {
    var video = catalogued(object(800), format, 800);
    video.setDetails(VideoDetails.titled(title));
    return video.publicFileName().replace(video.id, "ID");
  }

  @Test
  void probeDecidesWhetherTheVideoIsReady() {
    var video = newVideoOfFormat(object(800), MP4, 800);
    assertThat(video.isPlayable()).isFalse();

    video.describe(INFO, STORED);
    video.accept();

    assertThat(video.isPlayable()).isTrue();
    assertThat(video.videoCodec).isEqualTo("h264");
    assertThat(video.probedAt).isEqualTo(STORED);
    assertThatThrownBy(() -> video.reject(Rejection.TRUNCATED, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rejectionSaysWhatWasFound() {
    var video = newVideoOfFormat(object(800), MP4, 800);

    video.reject(Rejection.CODEC_NOT_ALLOWED, "The video codec is magicyuv.");

    assertThat(video.isPlayable()).isFalse();
    assertThat(video.rejectionText()).contains("H.264").endsWith("magicyuv.");
    assertThatThrownBy(video::accept).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unknownFactKeepsWhatTheFirstBytesShow() {
    var video = newVideoOfFormat(object(800), MP4, 800);

    video.describe(
        new MediaInfo(null, null, null, null, null, null, null, null, null, null, null), STORED);

    assertThat(video.container).isEqualTo("mp4");
    assertThat(video.mediaType).isEqualTo("video/mp4");
    assertThat(video.durationMillis).isNull();
  }

  private static Video catalogued(StoredObject object, MediaFormat format, long expectedSize) {
    var video = newVideoOfFormat(object, format, expectedSize);
    if (video.isProcessing()) {
      video.accept();
    }
    return video;
  }

  private static Video newVideoOfFormat(
      StoredObject object, MediaFormat format, long expectedSize) {
    var video = newVideo(object);
    video.classify(format, expectedSize, SyncTrigger.NOTIFICATION, STORED);
    return video;
  }

  private static Video cataloguedAt(Instant time) {
    var video = newVideo(object(800));
    video.classify(MP4, 800, SyncTrigger.NOTIFICATION, time);
    return video;
  }

  private static Video newVideo(StoredObject object) {
    return Video.firstGeneration(
        id('a'), "videos", object, "clip.mp4", VideoDetails.titled("A clip"));
  }

  private static StoredObject object(long size) {
    return new StoredObject(
        ObjectKey.ofSource(id('a')),
        size,
        "etag",
        "video/mp4",
        "old",
        ChecksumType.FULL_OBJECT,
        STORED,
        Map.of());
  }

  private static StoredObject copy(long size, String etag, String checksum) {
    return new StoredObject(
        ObjectKey.ofSource(id('a')),
        size,
        etag,
        "video/mp4",
        checksum,
        ChecksumType.of(null, checksum),
        STORED.plusSeconds(60),
        Map.of());
  }

  private static StoredObject withChecksum(StoredObject object, String checksum) {
    return new StoredObject(
        object.key(),
        object.size(),
        object.etag(),
        object.contentType(),
        checksum,
        object.checksumType(),
        object.modifiedAt(),
        object.metadata());
  }

  private static RandomId id(char character) {
    return new RandomId(String.valueOf(character).repeat(25) + "a");
  }
}
