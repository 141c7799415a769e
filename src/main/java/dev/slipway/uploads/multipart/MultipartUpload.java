package dev.slipway.uploads.multipart;

import dev.slipway.storage.ObjectKey;

/**
 * Identifies a multipart upload, here and in the store.
 *
 * @param uploadId our id
 * @param multipartId the store's id, or null before the store has started the upload and after no
 *     part can arrive any more
 */
public record MultipartUpload(String uploadId, ObjectKey key, String multipartId, PartPlan plan) {}
