/**
 * Adaptive streaming of private videos. A playlist (HLS) contains one signed URL for each
 * rendition, a fragmented MP4 file in the store, and the byte ranges of its segments. So players
 * read the media from the store, and the application serves nothing but playlists.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8216">RFC 8216, HTTP Live Streaming</a>
 */
package dev.slipway.catalogue.hls;
