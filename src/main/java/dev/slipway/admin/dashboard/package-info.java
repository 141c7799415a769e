/**
 * The dashboard for administrators. Triggers of {@code V64__roll_up_videos.sql} record which
 * numbers a change of a video affects, {@link dev.slipway.admin.dashboard.RollupWorker} adds them
 * to small tables, and the page reads only these.
 */
package dev.slipway.admin.dashboard;
