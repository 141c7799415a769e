/**
 * API tokens: programs send one instead of logging in. People manage them on a page or by the API.
 */
package dev.slipway.account.token;
