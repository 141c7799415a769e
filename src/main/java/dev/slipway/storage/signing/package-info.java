/** Signs URLs and requests with Signature Version 4, without calling the store. */
package dev.slipway.storage.signing;
