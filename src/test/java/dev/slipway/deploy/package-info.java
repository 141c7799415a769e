/**
 * Tests that the files in {@code deploy} are valid and agree with the code and the documentation.
 */
package dev.slipway.deploy;
