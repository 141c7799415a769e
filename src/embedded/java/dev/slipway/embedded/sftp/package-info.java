/** Port and host key of an SFTP server that nobody has configured. */
package dev.slipway.embedded.sftp;
