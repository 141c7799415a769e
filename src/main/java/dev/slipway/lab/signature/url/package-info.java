/** Takes a pre-signed URL apart without changing it, and names what is odd about its encoding. */
package dev.slipway.lab.signature.url;
