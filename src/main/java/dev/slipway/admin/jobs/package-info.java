/**
 * The pages of the bulk jobs: from the selection in the list of videos over its confirmation to the
 * progress of the jobs.
 */
package dev.slipway.admin.jobs;
