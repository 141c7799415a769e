/** Reads a request as someone sent it: a curl command, a fetch call, a raw request or headers. */
package dev.slipway.lab.signature.request;
