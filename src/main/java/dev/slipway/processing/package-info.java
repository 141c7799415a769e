/**
 * Media jobs: what is done with the file of a video after it has been catalogued.
 *
 * <p>{@link dev.slipway.processing.JobQueue} has the state of each job, {@link
 * dev.slipway.processing.JobWorker} makes the attempts, and {@link
 * dev.slipway.processing.probe.VideoProbe} decides whether a video can be played. Jobs run at least
 * once: each step may be repeated.
 */
package dev.slipway.processing;
