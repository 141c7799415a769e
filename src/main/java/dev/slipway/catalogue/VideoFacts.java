package dev.slipway.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * The facts about a video that everybody who may watch it may know. A fact that isn't known is
 * null, never guessed.
 */
public abstract sealed class VideoFacts permits VideoView, PublicVideoView {
  public final String id;
  public final String title;

  /** Text with line breaks; null if there is none. */
  public final String description;

  /** Words that describe the video; empty if there are none. */
  public final List<String> tags;

  /** The account's name; null if another tool stored the object. */
  public final String owner;

  /** The name of a {@link VideoStatus}. */
  public final String status;

  /** The stable code of a {@link Rejection}; null unless the video is rejected. */
  public final String rejection;

  /** The rejection in a sentence for people; null unless the video is rejected. */
  public final String rejectionText;

  /** In bytes. */
  public final long size;

  public final Format format;

  /** The object's modification time, by the store's clock. */
  public final Instant storedAt;

  /** The trigger of the sync that wrote the row. The JSON name is kept for existing clients. */
  public final String storedBy;

  public final String visibility;

  /** Whether the video can be played now. */
  public final boolean playable;

  /**
   * The signed URL of the poster, a JPEG of at most 1280 pixels on the longer side. It stays the
   * same for a while. Null if there is no poster yet.
   */
  public final String posterUrl;

  /** The signed URL of the small poster, of at most 480 pixels on the longer side. */
  @JsonIgnore public final String tileUrl;

  /** Null if there is no poster yet. */
  @JsonIgnore public final VideoPoster poster;

  /**
   * @param signer null to leave the URLs of pictures out
   */
  VideoFacts(Video video, VideoUrlSigner signer) {
    id = video.id;
    title = video.title;
    description = video.description;
    tags = video.details().tags();
    owner = video.owner;
    status = video.status.name();
    rejection = video.rejection == null ? null : video.rejection.code();
    rejectionText = video.rejectionText();
    size = video.size;
    format = new Format(video);
    storedAt = video.storedAt;
    storedBy = video.storedBy.lowerCaseName();
    visibility = video.visibility.lowerCaseName();
    playable = signer == null ? video.isPlayable() : signer.isPlayable(video);
    posterUrl = signer == null ? null : signer.posterUrl(video);
    tileUrl = signer == null ? null : signer.tileUrl(video);
    poster = signer == null ? null : video.poster().orElse(null);
  }

  /** The format of the bytes. */
  public static final class Format {
    /** The short name of the container, such as {@code mp4}. */
    public final String container;

    public final String mediaType;
    public final String videoCodec;
    public final String audioCodec;

    /** In pixels, as coded, before rotation. */
    public final Integer width;

    /** In pixels, as coded, before rotation. */
    public final Integer height;

    /** In degrees, clockwise. */
    public final Integer rotation;

    /** In frames per second. */
    public final Double frameRate;

    public final Long durationMillis;

    /** In bits per second. */
    public final Long bitRate;

    /** The transfer function of a picture with high dynamic range, such as {@code pq}. */
    public final String hdr;

    private Format(Video video) {
      container = video.container;
      mediaType = video.mediaType;
      videoCodec = video.videoCodec;
      audioCodec = video.audioCodec;
      width = video.width;
      height = video.height;
      rotation = video.rotation;
      frameRate = video.frameRate;
      durationMillis = video.durationMillis;
      bitRate = video.bitRate;
      hdr = video.hdr;
    }
  }
}
