/** What bytes really are. Knows bytes, not videos. */
package dev.slipway.media;
