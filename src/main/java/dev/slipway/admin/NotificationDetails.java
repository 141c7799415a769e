package dev.slipway.admin;

import dev.slipway.ingest.NotificationView;

/**
 * What the page of one notification shows.
 *
 * @param replayed whether it was just put back to be applied again
 */
record NotificationDetails(NotificationView one, RawBody body, boolean replayed) {}
