/**
 * The lab: experiments that show how pre-signed uploads work and what protects them. It may depend
 * on every other package, and no package depends on it.
 */
package dev.slipway.lab;
