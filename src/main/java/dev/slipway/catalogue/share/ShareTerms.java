package dev.slipway.catalogue.share;

import java.time.Duration;

/**
 * The validated terms of a new link.
 *
 * @param passwordHash null for no password
 * @param maxUses how many browsers may open the link; null for any number
 * @param label tells whom the link is for; null for none
 */
record ShareTerms(
    Duration lifetime,
    String passwordHash,
    Integer maxUses,
    String label,
    boolean downloadAllowed) {}
