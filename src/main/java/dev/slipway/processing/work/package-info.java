/**
 * What one kind of media job does with the file of a video. {@code processing} runs the jobs and
 * knows no kind but the probe; each kind implements {@link dev.slipway.processing.work.JobHandler}.
 */
package dev.slipway.processing.work;
