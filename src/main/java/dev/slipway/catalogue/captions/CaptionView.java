package dev.slipway.catalogue.captions;

import java.time.Instant;

/**
 * The captions of a video in one language, as pages and the API show them.
 *
 * @param language a BCP 47 tag
 * @param label the name of the language in menus
 * @param byDefault whether players show them unless the viewer chooses otherwise
 * @param version changes when the captions are replaced
 * @param size of the WebVTT file in bytes
 * @param createdAt when this version was uploaded
 */
public record CaptionView(
    String language,
    String label,
    boolean byDefault,
    String version,
    long size,
    Instant createdAt) {
  static CaptionView of(CaptionTrack track) {
    return new CaptionView(
        track.language, track.label, track.byDefault, track.id, track.size, track.createdAt);
  }
}
