/**
 * Helpers of the benchmarks: the services and the packaged program in separate processes, clients,
 * and tables of results. The variants of a comparison take turns within one run, because the
 * machine may have other load. No benchmark asserts anything about time.
 */
package dev.slipway.benchmark;
