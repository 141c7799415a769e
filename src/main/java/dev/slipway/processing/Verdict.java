package dev.slipway.processing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.media.probe.MediaInfo;
import java.util.Optional;

/**
 * Whether a video can be played.
 *
 * @param etag of the object that was read
 * @param rejection null if the video can be played
 * @param detail what was found, in words for people; null without a finding
 * @param info what the probe found; empty if it found nothing
 */
record Verdict(String etag, Rejection rejection, String detail, Optional<MediaInfo> info) {}
