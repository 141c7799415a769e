package dev.slipway.catalogue.captions;

/**
 * A caption.
 *
 * @param start in milliseconds from the beginning of the video
 * @param end in milliseconds, after the start
 * @param settings of WebVTT, such as {@code align:start}; empty without any
 * @param text as WebVTT writes it, see {@link CueText}; may have several lines
 */
record Cue(long start, long end, String settings, String text) {}
