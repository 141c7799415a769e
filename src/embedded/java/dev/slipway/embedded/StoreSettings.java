package dev.slipway.embedded;

import java.util.OptionalInt;

/**
 * What is asked of an embedded store; {@code port} empty means any free one, then the same again.
 */
record StoreSettings(OptionalInt port, String region, String bucket, String derivedBucket) {}
