/**
 * The attack bench: sends requests that a signed URL does not permit, and notifications that are
 * not true, and shows which line of defence holds. It attacks only throw-away uploads of the
 * caller, which {@link dev.slipway.lab.attacks.bench} opens and removes.
 */
package dev.slipway.lab.attacks;
