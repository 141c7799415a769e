/** Who may do what: accounts, sessions, quota, and the audit trail of every change. */
package dev.slipway.account;
