package dev.slipway.account.quota;

/** What an owner has stored or reserved: bytes, and how many uploads and videos. */
public record QuotaUsage(long bytes, long videos) {}
