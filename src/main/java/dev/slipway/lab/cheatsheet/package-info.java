/**
 * The cheat sheet: two printable pages about pre-signed uploads, with the numbers of this
 * installation.
 */
package dev.slipway.lab.cheatsheet;
