package dev.slipway.uploads;

import java.util.List;

/**
 * What the upload page needs to know beforehand.
 *
 * @param maxSize bytes
 * @param accept for the file dialog
 * @param checksumLimit bytes, below which the page computes SHA-256
 */
record UploadPage(long maxSize, List<String> types, String accept, long checksumLimit) {}
