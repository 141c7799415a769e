/** The append-only record of changes, logins and refused access: who did what, and when. */
package dev.slipway.audit;
