/**
 * What goes wrong, done on purpose: each test is one row of the table in {@code
 * docs/reliability.md}. The packaged program, PostgreSQL and the store run in processes of their
 * own that are really killed; what lies between them is cut, delayed and corrupted. After each
 * fault the {@link dev.slipway.faults.Invariants} are checked from outside, by SQL and by listing
 * the bucket.
 *
 * <p>Tests tagged {@code quick} run in every build, with smaller numbers; all of them with {@code
 * -Pfaults}.
 */
package dev.slipway.faults;
