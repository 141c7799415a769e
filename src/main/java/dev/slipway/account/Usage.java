package dev.slipway.account;

/** What an owner has stored or reserved: bytes, and how many uploads and videos. */
public record Usage(long bytes, long videos) {}
