package dev.slipway.account.quota;

/**
 * Limits and usage of one account.
 *
 * @param bytes the limit in bytes, null if unlimited
 * @param videos the limit in videos, null if unlimited
 * @param usedBytes stored and reserved bytes; the trash counts until it is emptied
 * @param usedVideos videos and open uploads; the trash counts until it is emptied
 */
public record QuotaView(Long bytes, Long videos, long usedBytes, long usedVideos) {}
