/** The guided upload: seven steps, with the requests, answers and database rows of a real file. */
package dev.slipway.lab.walk;
