/** The history of a video, from its upload to its deletion, as messages between participants. */
package dev.slipway.catalogue.timeline;
