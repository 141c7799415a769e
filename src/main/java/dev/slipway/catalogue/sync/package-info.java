/** Catalogue sync: checks one key in the store and writes what differs to the catalogue. */
package dev.slipway.catalogue.sync;
