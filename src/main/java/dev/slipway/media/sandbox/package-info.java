/**
 * Runs programs that read untrusted files: with limits on time, memory, output and files, without
 * the application's environment, and without a network where the system allows it.
 */
package dev.slipway.media.sandbox;
