package dev.slipway.catalogue.bulkjob;

import java.util.List;

/**
 * A request for a bulk job as a client sends it, not validated yet.
 *
 * @param action delete, restore, retry, probe, visibility or owner
 * @param visibility the new one: private, unlisted or public; only for this action
 * @param owner the account that gets the videos; only for this action
 * @param filter the query parameters of the listing that select the videos, such as {@code
 *     status=ready&owner=team-*}
 * @param ids of the videos, instead of a filter
 * @param all true for a filter without any condition, so that nobody changes all videos by accident
 */
public record BulkJobInput(
    String action, String visibility, String owner, String filter, List<String> ids, Boolean all) {}
