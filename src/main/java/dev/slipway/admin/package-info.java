/** The administrator's pages over all features. No other package depends on this one. */
package dev.slipway.admin;
