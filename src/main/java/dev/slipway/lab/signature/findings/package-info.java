/** Finds why a store refuses a request, by comparing the URL, the request and the answer. */
package dev.slipway.lab.signature.findings;
