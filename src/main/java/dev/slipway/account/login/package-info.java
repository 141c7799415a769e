/** Login and logout with a session cookie, and throttling of failed logins. */
package dev.slipway.account.login;
