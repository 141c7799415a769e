/** Public keys with which accounts log in over SFTP: what is accepted, and whose key one is. */
package dev.slipway.account.ssh;
