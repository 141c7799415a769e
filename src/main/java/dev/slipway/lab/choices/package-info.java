/**
 * Compares ways to let people upload: what each permits, for how long, how it can be revoked, and
 * when to choose it. POST policies and temporary credentials are tried on the store.
 */
package dev.slipway.lab.choices;
