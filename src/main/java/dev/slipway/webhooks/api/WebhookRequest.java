package dev.slipway.webhooks.api;

import java.util.List;

/**
 * The fields of a request that creates or changes a webhook. In a change, null keeps a field.
 *
 * @param url of the receiver
 * @param events such as {@code video.ready}
 * @param description for people; empty for none
 * @param allOwners whether it gets the events of everybody's videos; for administrators, and only
 *     when it is created
 * @param status {@code ACTIVE} or {@code DISABLED}; only in a change
 */
public record WebhookRequest(
    String url, List<String> events, String description, Boolean allOwners, String status) {}
