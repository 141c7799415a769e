/** API tokens, with which programs authenticate. */
package dev.slipway.account.token;
