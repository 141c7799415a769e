/** The canonical request and the string to sign of a pasted URL, line by line. */
package dev.slipway.lab.signature.canonical;
