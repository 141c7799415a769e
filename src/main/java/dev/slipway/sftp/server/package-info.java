/** The SSH server: connections, logins, and the protocol SFTP. */
package dev.slipway.sftp.server;
