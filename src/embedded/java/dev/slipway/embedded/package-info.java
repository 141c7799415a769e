/**
 * PostgreSQL and an S3 store for one-command runs and tests, on loopback, with their data in one
 * directory. This source root is not part of a production build.
 */
package dev.slipway.embedded;
