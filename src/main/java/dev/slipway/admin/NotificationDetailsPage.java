package dev.slipway.admin;

import dev.slipway.ingest.inbox.NotificationView;

/**
 * What the page of one notification shows.
 *
 * @param replayed whether it was just put back to be applied again
 */
record NotificationDetailsPage(NotificationView notification, BodyPreview body, boolean replayed) {}
