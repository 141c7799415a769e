/** Helpers that tests of several packages share: clients, test files, profiles and processes. */
package dev.slipway.testing;
