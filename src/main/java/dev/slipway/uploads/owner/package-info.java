/** The uploads of an account: how many are open, and what happens to them when it is removed. */
package dev.slipway.uploads.owner;
