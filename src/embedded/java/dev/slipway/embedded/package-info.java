/** The PostgreSQL and the S3 store that one-command runs and tests start on loopback. */
package dev.slipway.embedded;
