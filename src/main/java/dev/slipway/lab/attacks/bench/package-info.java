/**
 * The tools of an attack: throw-away uploads, requests to the store and to the own webhook exactly
 * as they are written, and a look at what the store and the catalogue have afterwards.
 */
package dev.slipway.lab.attacks.bench;
