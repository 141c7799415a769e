/**
 * Captions of videos: reads WebVTT and SubRip, writes WebVTT without anything but text and simple
 * styles, and keeps one file for each language in the derived bucket.
 */
package dev.slipway.catalogue.captions;
