package dev.slipway.catalogue;

/**
 * A video as JSON and pages show it to people who may watch it but not manage it. In JSON, the
 * fields that only {@link VideoView} fills are null, so both views have the same fields.
 */
public final class PublicVideoView extends VideoFacts {
  public final Object fileName = null;
  public final Object declaredType = null;
  public final Object location = null;
  public final Object etag = null;
  public final Object checksumSha256 = null;
  public final Object checksumType = null;
  public final Object cataloguedAt = null;
  public final Object lagMillis = null;
  public final Object missing = null;
  public final Object deleteAfter = null;
  public final Object rejectedUntil = null;

  private PublicVideoView(Video video, VideoUrlSigner signer) {
    super(video, signer);
  }

  /** With the URLs of pictures. */
  public static PublicVideoView of(Video video, VideoUrlSigner signer) {
    return new PublicVideoView(video, signer);
  }
}
