/** The clients of a comparison: HTTP/1.1 and SFTP over connections whose bytes are counted. */
package dev.slipway.lab.comparison.client;
