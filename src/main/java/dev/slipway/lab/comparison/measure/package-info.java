/** Measures the processor time and allocation of this process by threads, for a comparison. */
package dev.slipway.lab.comparison.measure;
