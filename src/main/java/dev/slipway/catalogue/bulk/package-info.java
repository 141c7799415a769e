/** Changes up to two hundred videos with one request. */
package dev.slipway.catalogue.bulk;
