/** What a comparison measures of this process: processor time and allocation by threads. */
package dev.slipway.lab.comparison.measure;
