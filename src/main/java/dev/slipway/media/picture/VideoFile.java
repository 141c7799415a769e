package dev.slipway.media.picture;

import dev.slipway.media.source.MediaSource;

/**
 * A stored video file, and what a probe has found in it.
 *
 * @param durationMillis null if it is unknown
 * @param hdr {@code pq}, {@code hlg} or another dynamic range; null for a standard picture
 */
public record VideoFile(MediaSource source, Long durationMillis, String hdr) {}
