/** Login and logout with a session cookie, and the throttling of failed logins. */
package dev.slipway.account.login;
