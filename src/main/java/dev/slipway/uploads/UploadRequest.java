package dev.slipway.uploads;

/**
 * What a client asks for, unchecked.
 *
 * @param fileName a label, kept up to 255 characters
 * @param contentType the media type; parameters are dropped
 * @param size bytes
 * @param title may be null: the file's name without its ending
 * @param checksumSha256 of the bytes in base64; may be null, then the store can't check them. A
 *     file in parts has a checksum for each part instead, and this one is only kept
 * @param fingerprint by which the client finds the upload again for the same file; may be null
 * @param partSize the wish for another size of parts, in bytes; may be null
 * @param partChecksums false where the client can't compute the checksums of parts; may be null
 * @param description may be null
 * @param visibility private, unlisted or public; private where it is null
 */
record UploadRequest(
    String fileName,
    String contentType,
    Long size,
    String title,
    String checksumSha256,
    String fingerprint,
    Long partSize,
    Boolean partChecksums,
    String description,
    String visibility) {}
