/**
 * The signature inspector: takes a pre-signed URL apart, and explains why a store refuses a
 * request. It must not become a signing oracle: no response contains a signature or key that the
 * application computed.
 */
package dev.slipway.lab.signature;
