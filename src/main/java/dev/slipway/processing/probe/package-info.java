/** The media job that probes a new video, and decides whether it can be played. */
package dev.slipway.processing.probe;
