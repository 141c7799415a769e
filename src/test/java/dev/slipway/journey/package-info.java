/** One browser journey for each task that a person has, with real parts only. */
package dev.slipway.journey;
