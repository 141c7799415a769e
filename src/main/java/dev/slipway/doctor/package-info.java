/**
 * Checks of everything the application relies on outside itself: the {@link
 * dev.slipway.doctor.Check} interface, which every package implements for its own dependencies, and
 * the runner that executes all checks and reports the results.
 */
package dev.slipway.doctor;
