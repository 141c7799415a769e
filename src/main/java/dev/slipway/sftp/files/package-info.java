/** The directory of an account, and the files that are being written and read. */
package dev.slipway.sftp.files;
