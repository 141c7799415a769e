/**
 * The lists of the API and the administrators' page, with filters and orders: every request costs a
 * bounded amount of work, however many videos there are.
 */
package dev.slipway.catalogue.listing;
