/** Signature Version 4: signs URLs for PUT, GET, DELETE and parts. Needs no call to the store. */
package dev.slipway.storage.signing;
