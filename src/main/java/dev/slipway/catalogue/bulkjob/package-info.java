/**
 * Bulk jobs: administrators change all videos that a filter selects, creators all of their own. A
 * job first collects the ids, then changes the videos in small transactions. A worker holds a lease
 * on the job that it works on, and each transaction records how far the job is, so any replica can
 * continue it and no video is changed twice. Jobs can be stopped, resumed and, if their action
 * allows it, undone.
 */
package dev.slipway.catalogue.bulkjob;
