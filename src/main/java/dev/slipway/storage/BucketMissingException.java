package dev.slipway.storage;

/** The bucket doesn't exist. It may be created later, so retrying makes sense. */
public class BucketMissingException extends StoreUnavailableException {}
