/**
 * Makes renditions: copies of a video in the codecs that every browser plays, in several sizes, for
 * adaptive streaming. {@link dev.slipway.media.rendition.Ladder} decides which ones, and {@link
 * dev.slipway.media.rendition.Transcoder} makes all of them in one run of ffmpeg.
 */
package dev.slipway.media.rendition;
