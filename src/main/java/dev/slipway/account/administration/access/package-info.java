/** What lets programs act for an account, as administrators see and revoke it. */
package dev.slipway.account.administration.access;
