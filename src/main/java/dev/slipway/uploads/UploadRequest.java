package dev.slipway.uploads;

/**
 * What a client asks for, unchecked.
 *
 * @param fileName a label, kept up to 255 characters
 * @param contentType the media type; parameters are dropped
 * @param size bytes
 * @param title may be null: the file's name without its ending
 * @param checksumSha256 of the bytes in base64; may be null, then the store can't check them
 */
record UploadRequest(
    String fileName, String contentType, Long size, String title, String checksumSha256) {}
