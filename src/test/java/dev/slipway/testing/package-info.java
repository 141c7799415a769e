/** What tests of several rooms share: clips, and a caller who logs in and puts files. */
package dev.slipway.testing;
