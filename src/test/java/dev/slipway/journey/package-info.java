/** Browser tests: one journey per user task, against the real application, database and store. */
package dev.slipway.journey;
