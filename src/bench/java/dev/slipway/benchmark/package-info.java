/**
 * What benchmarks share: the parts and the packaged program as processes of their own, callers, and
 * tables. Everything is compared within one run, in turns, since the machine may be doing other
 * things too; nothing is asserted about time.
 */
package dev.slipway.benchmark;
