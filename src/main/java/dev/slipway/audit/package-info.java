/** The append-only record of changes: who changed what, and when. */
package dev.slipway.audit;
