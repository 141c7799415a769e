/** Scans stored files for malware with a scanner that speaks ClamAV's protocol. */
package dev.slipway.processing.scan;
