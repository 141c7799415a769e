/**
 * The fault suite: each test injects a fault and is one row of the table in {@code
 * docs/reliability.md}. The packaged program, PostgreSQL and the store run in separate processes,
 * which the tests kill; TCP proxies between them cut, delay and corrupt connections. After each
 * test the {@link dev.slipway.faults.Invariants} are checked from outside, by SQL and by listing
 * the bucket.
 *
 * <p>Tests tagged {@code quick} run in every build, with smaller numbers; {@code -Pfaults} runs all
 * tests.
 */
package dev.slipway.faults;
