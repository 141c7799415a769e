package dev.slipway.media.picture;

/**
 * The pictures that represent a video before it is played.
 *
 * @param jpeg at most 1280 pixels on the longer side
 * @param width of the JPEG in pixels
 * @param height of the JPEG in pixels
 * @param tile the same as a JPEG of at most 480 pixels on the longer side
 * @param placeholder a tiny PNG as a {@code data:} address of less than a kilobyte
 * @param millis when the frame is shown; null if the poster is another picture
 */
public record Poster(
    byte[] jpeg, int width, int height, byte[] tile, String placeholder, Long millis) {}
