package dev.slipway.storage;

/**
 * Multipart uploads into the bucket for derived files, for files whose size isn't known when they
 * are begun. Each key is random and used once, so no object is overwritten.
 */
public interface DerivedMultipartStore extends MultipartStore {}
